/** Opens the system's file dialog. */
import { type ReactNode, useRef } from 'react';
import { Icon } from './icon.tsx';

export function FileButton({
  title,
  accept,
  multiple,
  primary,
  hotkey,
  onFiles,
}: {
  readonly title: string;
  readonly accept: string;
  readonly multiple?: boolean;
  readonly primary?: boolean;
  /** Shown and pressed by a screen's own key. */
  readonly hotkey?: ReactNode;
  readonly onFiles: (files: readonly File[]) => void;
}): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className={primary ? 'button primary' : 'button'}
        data-file-button=""
        onClick={() => input.current?.click()}
      >
        <Icon name="file" />
        {title}
        {hotkey}
      </button>
      <input
        ref={input}
        type="file"
        className="unseen"
        tabIndex={-1}
        aria-hidden="true"
        accept={accept}
        multiple={multiple}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </>
  );
}
