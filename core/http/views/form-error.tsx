import type { VNode } from 'preact';

/** What is wrong with a form, said before anything else of it; its fields point at it. */
export function FormError({ error }: { error: string | undefined }): VNode | null {
  if (error === undefined) return null;
  return (
    <p class="notice error" role="alert" id="form-error">
      {error}
    </p>
  );
}

/** For the fields that an error is about. */
export const faulty = (error: string | undefined): { 'aria-invalid'?: 'true'; 'aria-describedby'?: string } =>
  error === undefined ? {} : { 'aria-invalid': 'true', 'aria-describedby': 'form-error' };
