/** A product's picture at the desk, in the room that it takes before it is there. */
import type { ReactNode } from 'react';
import type { PictureFile } from '#shared/desk/catalogue.ts';
import { useQuery } from '../../stores/use-query.ts';

export function PictureView({ file, alt }: { readonly file: PictureFile; readonly alt: string }): ReactNode {
  const { value } = useQuery('catalogue.picture', { hash: file.hash });
  const { width, height } = file;
  return (
    <span className="product-picture">
      {value && <img src={`data:${value.type};base64,${value.data}`} alt={alt} width={width} height={height} />}
    </span>
  );
}
