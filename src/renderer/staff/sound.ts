/** Two tones, different in pitch and rhythm: one short high one for "done", two low ones for "look". */

export type Tone = 'done' | 'look';

interface Beep {
  /** Seconds after the start. */
  readonly at: number;
  readonly seconds: number;
  /** Hz. */
  readonly pitch: number;
  readonly shape: OscillatorType;
}

const TONES: Readonly<Record<Tone, readonly Beep[]>> = {
  done: [{ at: 0, seconds: 0.09, pitch: 1568, shape: 'sine' }],
  look: [
    { at: 0, seconds: 0.14, pitch: 233, shape: 'square' },
    { at: 0.2, seconds: 0.22, pitch: 196, shape: 'square' },
  ],
};

let context: AudioContext | undefined;

/** `volume` from 0 to 1. Before the first key or click browsers keep silent; so does this. */
export function playTone(tone: Tone, volume: number): void {
  if (volume <= 0) return;
  context ??= new AudioContext();
  void context.resume();
  for (const { at, seconds, pitch, shape } of TONES[tone]) {
    const start = context.currentTime + at;
    const end = start + seconds;
    const loud = volume * (shape === 'square' ? 0.25 : 0.5);
    const oscillator = new OscillatorNode(context, { type: shape, frequency: pitch });
    const gain = new GainNode(context, { gain: 0 });
    // Without the ramps the edges click.
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(loud, start + 0.008);
    gain.gain.setValueAtTime(loud, end - 0.02);
    gain.gain.linearRampToValueAtTime(0, end);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(end);
  }
}
