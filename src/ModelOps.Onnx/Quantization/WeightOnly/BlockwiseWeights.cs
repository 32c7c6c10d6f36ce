using ModelOps.Onnx.Quantization.Parameters;

namespace ModelOps.Onnx.Quantization.WeightOnly;

/// <summary>Quantizes a matrix block by block in the layout of <c>MatMulNBits</c>: a row for each output, cut into blocks along the inputs, the last one filled up with zero.
/// Source: ONNX Runtime, contributed operators, <c>MatMulNBits</c>.</summary>
internal sealed class BlockwiseWeights
{
    private readonly int _bits;
    private readonly int _blockSize;
    private readonly bool _isSymmetric;

    private BlockwiseWeights(int inputs, int outputs, WeightQuantizationOptions options)
    {
        _bits = options.Bits;
        _blockSize = options.BlockSize;
        _isSymmetric = options.SymmetricWeights;
        Blocks = (inputs + _blockSize - 1) / _blockSize;
        BlockBytes = _blockSize * _bits / 8;
        Data = new byte[outputs * Blocks * BlockBytes];
        Scales = new float[outputs * Blocks];
        ZeroRowBytes = ((Blocks * _bits) + 7) / 8;
        Zeros = _isSymmetric ? [] : new byte[outputs * ZeroRowBytes];
    }

    public int Blocks { get; }

    public int BlockBytes { get; }

    public int ZeroRowBytes { get; }

    /// <summary><c>[outputs, blocks, bytes of a block]</c>; of two weights in a byte the first is in the low half.</summary>
    public byte[] Data { get; }

    /// <summary><c>[outputs, blocks]</c>.</summary>
    public float[] Scales { get; }

    /// <summary><c>[outputs, bytes of the zero points of a row]</c>; empty when all are in the middle.</summary>
    public byte[] Zeros { get; }

    /// <summary>Quantizes a matrix.</summary>
    /// <param name="weights"><c>[inputs, outputs]</c>, row-major.</param>
    /// <param name="inputs">Rows.</param>
    /// <param name="outputs">Columns.</param>
    /// <param name="options">How.</param>
    public static BlockwiseWeights Quantize(ReadOnlySpan<float> weights, int inputs, int outputs, WeightQuantizationOptions options)
    {
        BlockwiseWeights quantized = new(inputs, outputs, options);
        Span<float> block = stackalloc float[options.BlockSize];
        for (int output = 0; output < outputs; output++)
        {
            for (int b = 0; b < quantized.Blocks; b++)
            {
                int first = b * options.BlockSize;
                int count = Math.Min(options.BlockSize, inputs - first);
                for (int i = 0; i < count; i++) { block[i] = weights[((first + i) * outputs) + output]; }
                block[count..].Clear();
                quantized.QuantizeBlock(output, b, block);
            }
        }

        return quantized;
    }

    private void QuantizeBlock(int output, int b, ReadOnlySpan<float> block)
    {
        QuantizedRange range = new(0, (1 << _bits) - 1);
        (float scale, int zero) = _isSymmetric ? FitCentred(block) : FitRange(block, range);
        int index = (output * Blocks) + b;
        Scales[index] = scale;
        Span<byte> data = Data.AsSpan(index * BlockBytes, BlockBytes);
        for (int i = 0; i < block.Length; i++) { Put(data, i, ScaleRule.Quantize(block[i], scale, zero, range)); }
        if (!_isSymmetric) { Put(Zeros.AsSpan(output * ZeroRowBytes, ZeroRowBytes), b, zero); }
    }

    /// <summary>The value furthest from 0 takes the lowest integer, whose side has one more: so the scale may be negative.</summary>
    private (float Scale, int Zero) FitCentred(ReadOnlySpan<float> block)
    {
        int middle = 1 << (_bits - 1);
        float furthest = 0;
        foreach (float value in block)
        {
            if (Math.Abs(value) > Math.Abs(furthest)) { furthest = value; }
        }

        float scale = furthest / -middle;
        return float.IsNormal(scale) ? (scale, middle) : (1f, middle);
    }

    private static (float Scale, int Zero) FitRange(ReadOnlySpan<float> block, QuantizedRange range)
    {
        float min = 0, max = 0;
        foreach (float value in block)
        {
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }

        return ScaleRule.Fit(min, max, range, isSymmetric: false);
    }

    private void Put(Span<byte> bytes, int index, int value)
    {
        if (_bits == 8) { bytes[index] = (byte)value; }
        else { bytes[index / 2] |= (byte)(value << (index % 2 * 4)); }
    }
}
