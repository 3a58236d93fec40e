/** The files that come from packages: fonts and WebAssembly. Read when first needed; never from a network. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

const ASSETS = {
  'font-jp-regular': '@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf',
  'font-jp-bold': '@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf',
  'font-sans-regular': '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  'font-sans-bold': '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
  'font-sc-regular': '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  'font-sc-bold': '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
  'font-kr-regular': '@expo-google-fonts/noto-sans-kr/400Regular/NotoSansKR_400Regular.ttf',
  'font-kr-bold': '@expo-google-fonts/noto-sans-kr/700Bold/NotoSansKR_700Bold.ttf',
  'font-arabic-regular': '@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf',
  'font-arabic-bold': '@expo-google-fonts/noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf',
  'pdfium-wasm': '@hyzyla/pdfium/pdfium.wasm',
  'zxing-wasm': 'zxing-wasm/reader/zxing_reader.wasm',
} as const;

/** The little of the WebAssembly API that is used here; Node's types leave it out. */
interface WasmApi {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: WasmImports) => WasmInstance;
  readonly RuntimeError: new () => Error;
}
export type WasmImports = Record<string, Record<string, unknown>>;
export interface WasmInstance {
  readonly exports: object;
}
export const {
  Module: WasmModule,
  Instance: WasmInstance,
  RuntimeError: WasmTrap,
} = (globalThis as unknown as { WebAssembly: WasmApi }).WebAssembly;

export function readAsset(name: keyof typeof ASSETS): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(require.resolve(ASSETS[name])));
}
