/** Dense symmetric matrices, row by row in one array of which the lower triangle counts. */

/** A pivot that has shrunk below this part of its diagonal belongs to a row that the others imply. */
const DEPENDENT = 1e-13;

/** Stands for an infinite pivot: what depends on others is left as it is. */
const NEVER = 1e128;

/** Cholesky's factor in place; rows that depend on those before them are put out of action. */
export function cholesky(matrix: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    const row = i * size;
    for (let j = 0; j < i; j++) {
      const other = j * size;
      matrix[row + j] =
        ((matrix[row + j] as number) - dot(matrix, row, other, j)) / (matrix[other + j] as number);
    }
    const diagonal = matrix[row + i] as number;
    const pivot = diagonal - dot(matrix, row, row, i);
    matrix[row + i] = pivot > DEPENDENT * diagonal && pivot > 0 ? Math.sqrt(pivot) : NEVER;
  }
}

/** Solves L Lᵀ x = b in place. */
export function solveCholesky(matrix: Float64Array, size: number, b: Float64Array): void {
  for (let i = 0; i < size; i++) {
    const row = i * size;
    let sum = b[i] as number;
    for (let j = 0; j < i; j++) sum -= (matrix[row + j] as number) * (b[j] as number);
    b[i] = sum / (matrix[row + i] as number);
  }
  for (let i = size - 1; i >= 0; i--) {
    const row = i * size;
    const x = (b[i] as number) / (matrix[row + i] as number);
    b[i] = x;
    for (let j = 0; j < i; j++) b[j] = (b[j] as number) - (matrix[row + j] as number) * x;
  }
}

/** Four sums at once: each addition need not wait for the one before. */
function dot(matrix: Float64Array, a: number, b: number, length: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let k = 0;
  for (; k + 3 < length; k += 4) {
    s0 += (matrix[a + k] as number) * (matrix[b + k] as number);
    s1 += (matrix[a + k + 1] as number) * (matrix[b + k + 1] as number);
    s2 += (matrix[a + k + 2] as number) * (matrix[b + k + 2] as number);
    s3 += (matrix[a + k + 3] as number) * (matrix[b + k + 3] as number);
  }
  for (; k < length; k++) s0 += (matrix[a + k] as number) * (matrix[b + k] as number);
  return s0 + s1 + (s2 + s3);
}

/** out, from `at` on, += Σ scale_i · v_i, v_i the i-th `length` numbers of `vectors`: four vectors a pass. */
export function timesVectors(
  scale: Float64Array,
  vectors: Float64Array,
  length: number,
  out: Float64Array,
  at: number,
): void {
  let i = 0;
  for (; i + 3 < scale.length; i += 4) {
    const [s0, s1] = [scale[i] as number, scale[i + 1] as number];
    const [s2, s3] = [scale[i + 2] as number, scale[i + 3] as number];
    if (s0 === 0 && s1 === 0 && s2 === 0 && s3 === 0) continue;
    const v0 = i * length;
    const [v1, v2, v3] = [v0 + length, v0 + 2 * length, v0 + 3 * length];
    for (let f = 0; f < length; f++) {
      const some = s0 * (vectors[v0 + f] as number) + s1 * (vectors[v1 + f] as number);
      const more = s2 * (vectors[v2 + f] as number) + s3 * (vectors[v3 + f] as number);
      out[at + f] = (out[at + f] as number) + some + more;
    }
  }
  for (; i < scale.length; i++) {
    const s = scale[i] as number;
    const v = i * length;
    for (let f = 0; f < length; f++) out[at + f] = (out[at + f] as number) + s * (vectors[v + f] as number);
  }
}

/** out_i = v_i · x, x from `at` on, v_i the i-th `length` numbers of `vectors`. */
export function vectorsTimes(
  vectors: Float64Array,
  length: number,
  x: Float64Array,
  at: number,
  out: Float64Array,
): void {
  let i = 0;
  for (; i + 3 < out.length; i += 4) {
    const v0 = i * length;
    const [v1, v2, v3] = [v0 + length, v0 + 2 * length, v0 + 3 * length];
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (let f = 0; f < length; f++) {
      const by = x[at + f] as number;
      s0 += (vectors[v0 + f] as number) * by;
      s1 += (vectors[v1 + f] as number) * by;
      s2 += (vectors[v2 + f] as number) * by;
      s3 += (vectors[v3 + f] as number) * by;
    }
    out[i] = s0;
    out[i + 1] = s1;
    out[i + 2] = s2;
    out[i + 3] = s3;
  }
  for (; i < out.length; i++) {
    const v = i * length;
    let sum = 0;
    for (let f = 0; f < length; f++) sum += (vectors[v + f] as number) * (x[at + f] as number);
    out[i] = sum;
  }
}

/**
 * Adds Σ scale_i · v_i v_iᵀ to the lower right corner of a matrix, from row `at` on, v_i the i-th so-many numbers of
 * `vectors`. Four vectors a pass: the matrix is read and written a quarter as often.
 */
export function addOuter(
  matrix: Float64Array,
  size: number,
  at: number,
  vectors: Float64Array,
  scale: Float64Array,
): void {
  const length = size - at;
  const used: number[] = [];
  for (let i = 0; i < scale.length; i++) if (scale[i] !== 0) used.push(i);
  for (let u = 0; u < used.length; u += 4) {
    const i0 = used[u] as number;
    const i1 = used[u + 1] ?? i0;
    const i2 = used[u + 2] ?? i0;
    const i3 = used[u + 3] ?? i0;
    const s0 = scale[i0] as number;
    const s1 = u + 1 < used.length ? (scale[i1] as number) : 0;
    const s2 = u + 2 < used.length ? (scale[i2] as number) : 0;
    const s3 = u + 3 < used.length ? (scale[i3] as number) : 0;
    const [v0, v1, v2, v3] = [i0 * length, i1 * length, i2 * length, i3 * length];
    let f = 0;
    // Two rows at once, so that each number of the vectors is read half as often.
    for (; f + 1 < length; f += 2) {
      const row = (at + f) * size + at;
      const next = row + size;
      const c0 = s0 * (vectors[v0 + f] as number);
      const c1 = s1 * (vectors[v1 + f] as number);
      const c2 = s2 * (vectors[v2 + f] as number);
      const c3 = s3 * (vectors[v3 + f] as number);
      const d0 = s0 * (vectors[v0 + f + 1] as number);
      const d1 = s1 * (vectors[v1 + f + 1] as number);
      const d2 = s2 * (vectors[v2 + f + 1] as number);
      const d3 = s3 * (vectors[v3 + f + 1] as number);
      for (let g = 0; g <= f + 1; g++) {
        const w0 = vectors[v0 + g] as number;
        const w1 = vectors[v1 + g] as number;
        const w2 = vectors[v2 + g] as number;
        const w3 = vectors[v3 + g] as number;
        matrix[row + g] = (matrix[row + g] as number) + (c0 * w0 + c1 * w1) + (c2 * w2 + c3 * w3);
        matrix[next + g] = (matrix[next + g] as number) + (d0 * w0 + d1 * w1) + (d2 * w2 + d3 * w3);
      }
    }
    if (f < length) {
      const row = (at + f) * size + at;
      const [c0, c1] = [s0 * (vectors[v0 + f] as number), s1 * (vectors[v1 + f] as number)];
      const [c2, c3] = [s2 * (vectors[v2 + f] as number), s3 * (vectors[v3 + f] as number)];
      for (let g = 0; g <= f; g++) {
        const some = c0 * (vectors[v0 + g] as number) + c1 * (vectors[v1 + g] as number);
        const more = c2 * (vectors[v2 + g] as number) + c3 * (vectors[v3 + g] as number);
        matrix[row + g] = (matrix[row + g] as number) + some + more;
      }
    }
  }
}
