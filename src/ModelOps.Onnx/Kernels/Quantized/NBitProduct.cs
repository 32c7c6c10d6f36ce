using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelOps.Onnx.Kernels.Quantized;

/// <summary>Products of float activations with weights of 4 or 8 bits: of each block <c>scale * sum(q * x) - scale * zero point * sum(x)</c>.</summary>
internal static unsafe class NBitProduct
{
    /// <summary>Lays a row out for the product: in blocks of 4-bit weights what meets low halves first, then what meets high halves; then the sum of each block.</summary>
    /// <param name="row">Activations.</param>
    /// <param name="weights">Weights.</param>
    /// <param name="prepared"><see cref="NBitMatrix.PreparedLength"/> floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Prepare(ReadOnlySpan<float> row, NBitMatrix weights, Span<float> prepared)
    {
        int size = weights.BlockSize;
        prepared[..weights.PreparedLength].Clear();
        for (int block = 0; block < weights.Blocks; block++)
        {
            ReadOnlySpan<float> from = row[(block * size)..Math.Min((block + 1) * size, row.Length)];
            Span<float> to = prepared.Slice(block * size, size);
            float sum = 0;
            for (int i = 0; i < from.Length; i++)
            {
                sum += from[i];
                to[weights.Bits == 8 ? i : (i >> 1) + ((i & 1) * (size / 2))] = from[i];
            }

            prepared[(weights.Blocks * size) + block] = sum;
        }
    }

    /// <summary>Multiplies one row.</summary>
    /// <param name="width">Width to run in.</param>
    /// <param name="prepared">What <see cref="Prepare"/> made.</param>
    /// <param name="weights">Weights.</param>
    /// <param name="bias">One a column; empty for none.</param>
    /// <param name="y">One a column.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(VectorWidth width, ReadOnlySpan<float> prepared, NBitMatrix weights, ReadOnlySpan<float> bias, Span<float> y)
    {
        // A block of 16 weights of 4 bits has but 8 of each kind.
        VectorWidth used = width == VectorWidth.Bits512 && weights.BlockSize * weights.Bits < 128 ? VectorWidth.Bits256 : width;
        fixed (float* x = prepared, scales = weights.Scales, offsets = weights.Offsets)
        {
            float* sums = x + (weights.Blocks * weights.BlockSize);
            for (int column = 0; column < weights.Columns; column++)
            {
                byte* values = weights.Values + ((nint)column * weights.ColumnBytes);
                float* scale = scales + ((nint)column * weights.Blocks);
                float sum = used switch
                {
                    VectorWidth.Bits512 => Width512(x, values, scale, weights),
                    VectorWidth.Bits256 => Width256(x, values, scale, weights),
                    VectorWidth.Bits128 => Width128(x, values, scale, weights),
                    _ => Scalar(x, values, scale, weights),
                };
                float* offset = offsets + ((nint)column * weights.Blocks);
                for (int block = 0; block < weights.Blocks; block++) { sum -= offset[block] * sums[block]; }
                y[column] = bias.IsEmpty ? sum : sum + bias[column];
            }
        }

        GC.KeepAlive(weights);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Scalar(float* x, byte* values, float* scale, NBitMatrix weights)
    {
        float sum = 0;
        int size = weights.BlockSize;
        for (int block = 0; block < weights.Blocks; block++, x += size)
        {
            float ofBlock = 0;
            if (weights.Bits == 8)
            {
                for (int i = 0; i < size; i++) { ofBlock += x[i] * *values++; }
            }
            else
            {
                for (int i = 0; i < size / 2; i++, values++) { ofBlock += (x[i] * (*values & 15)) + (x[(size / 2) + i] * (*values >> 4)); }
            }

            sum += ofBlock * scale[block];
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Width512(float* x, byte* values, float* scale, NBitMatrix weights)
    {
        Vector512<float> sum = Vector512<float>.Zero;
        bool isByte = weights.Bits == 8;
        int bytes = weights.BlockSize * weights.Bits / 8;
        float* high = isByte ? x : x + bytes;
        for (int block = 0; block < weights.Blocks; block++)
        {
            Vector512<float> ofBlock = Vector512<float>.Zero;
            for (int i = 0; i < bytes; i += Vector512<float>.Count)
            {
                Vector512<int> both = Widening.Load512(values + i);
                Vector512<int> low = isByte ? both : both & Vector512.Create(15);
                ofBlock = Vector512.FusedMultiplyAdd(Vector512.ConvertToSingle(low), Vector512.Load(x + i), ofBlock);
                if (!isByte) { ofBlock = Vector512.FusedMultiplyAdd(Vector512.ConvertToSingle(both >>> 4), Vector512.Load(high + i), ofBlock); }
            }

            sum = Vector512.FusedMultiplyAdd(ofBlock, Vector512.Create(scale[block]), sum);
            values += bytes;
            x += weights.BlockSize;
            high += weights.BlockSize;
        }

        return Vector512.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Width256(float* x, byte* values, float* scale, NBitMatrix weights)
    {
        Vector256<float> sum = Vector256<float>.Zero;
        bool isByte = weights.Bits == 8;
        int bytes = weights.BlockSize * weights.Bits / 8;
        float* high = isByte ? x : x + bytes;
        for (int block = 0; block < weights.Blocks; block++)
        {
            Vector256<float> ofBlock = Vector256<float>.Zero;
            for (int i = 0; i < bytes; i += Vector256<float>.Count)
            {
                Vector256<int> both = Widening.Load256(values + i);
                Vector256<int> low = isByte ? both : both & Vector256.Create(15);
                ofBlock = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(low), Vector256.Load(x + i), ofBlock);
                if (!isByte) { ofBlock = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(both >>> 4), Vector256.Load(high + i), ofBlock); }
            }

            sum = Vector256.FusedMultiplyAdd(ofBlock, Vector256.Create(scale[block]), sum);
            values += bytes;
            x += weights.BlockSize;
            high += weights.BlockSize;
        }

        return Vector256.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Width128(float* x, byte* values, float* scale, NBitMatrix weights)
    {
        Vector128<float> sum = Vector128<float>.Zero;
        bool isByte = weights.Bits == 8;
        int bytes = weights.BlockSize * weights.Bits / 8;
        float* high = isByte ? x : x + bytes;
        for (int block = 0; block < weights.Blocks; block++)
        {
            Vector128<float> ofBlock = Vector128<float>.Zero;
            for (int i = 0; i < bytes; i += Vector128<float>.Count)
            {
                Vector128<int> both = Widening.Load128(values + i);
                Vector128<int> low = isByte ? both : both & Vector128.Create(15);
                ofBlock += Vector128.ConvertToSingle(low) * Vector128.Load(x + i);
                if (!isByte) { ofBlock += Vector128.ConvertToSingle(both >>> 4) * Vector128.Load(high + i); }
            }

            sum += ofBlock * scale[block];
            values += bytes;
            x += weights.BlockSize;
            high += weights.BlockSize;
        }

        return Vector128.Sum(sum);
    }
}
