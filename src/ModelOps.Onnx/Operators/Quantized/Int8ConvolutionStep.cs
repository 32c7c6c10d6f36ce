using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Dense;
using ModelOps.Onnx.Kernels.Quantized;
using ModelOps.Onnx.Operators.Convolution;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>A convolution of bytes: what each place of the output reads becomes a row of an exact integer product, some places at a time.</summary>
/// <param name="values">The node's values.</param>
/// <param name="weights">Their indexes among the inputs: weights, zero point of the activations.</param>
/// <param name="groups">Packed weights of each group, a filter a column.</param>
/// <param name="form">Attributes.</param>
/// <param name="bytes">How sums become bytes; null where they are the answer.</param>
internal sealed unsafe class Int8ConvolutionStep(NodeValues values, (int Weights, int ZeroPoint) weights, PackedInt8Matrix[] groups, ConvolutionForm form, ConvolutionBytes? bytes) : Step
{
    private readonly Value _x = values.Input(0);
    private readonly Value _w = values.Input(weights.Weights);
    private readonly Value? _zeroPoint = values.OptionalInput(weights.ZeroPoint);
    private readonly Value _y = values.Output(0);
    private BytePatches _patches;
    private int _block;
    private int _rowsAt;
    private int _sumsAt;
    private int _bytesAt;

    /// <inheritdoc/>
    public override void Bind()
    {
        Span<ConvolutionAxis> axes = [ConvolutionAxis.None, ConvolutionAxis.None, ConvolutionAxis.None];
        form.Bind(_x, _w, _y, axes);
        if (_zeroPoint is { Count: not 1 }) { throw new ShapeException($"the zero point {_zeroPoint} has not one element"); }
        _patches = new BytePatches(_w.Shape[1], axes[0], axes[1], axes[2]);
        _block = Math.Min(ProductStep.RowsAtOnce, _patches.Outputs);
        PackedInt8Matrix group = groups[0];
        long rows = Rounded((long)_x.Shape[1] * _patches.Inputs * sizeof(short));
        long sums = rows + Rounded((long)_block * group.PaddedRows * sizeof(short));
        long end = sums + Rounded((long)_block * group.PaddedColumns * sizeof(int));
        if (end + ((long)_block * group.Columns) > Array.MaxLength) { throw new ShapeException($"{_x} is too large to convolve"); }
        (_rowsAt, _sumsAt, _bytesAt) = ((int)rows, (int)sums, (int)end);
        ScratchBytes = _bytesAt + (_block * group.Columns);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        if (_y.Count == 0) { return; }
        bool isSigned = _x.Type == OnnxElementType.Int8;
        byte zero = _zeroPoint is null ? (byte)0 : _zeroPoint.Elements()[0];
        int channels = _x.Shape[1] / groups.Length, filters = groups[0].Columns, elementSize = bytes is null ? sizeof(int) : sizeof(byte);
        int length = channels * groups.Length * _patches.Inputs;
        byte* to = _y.Data;
        for (int row = 0; row < _x.Shape[0]; row++)
        {
            CentreKernel.Run(VectorWidths.Best, _x.Elements().Slice(row * length, length), isSigned, new Span<short>(Scratch, length), isSigned ? (sbyte)zero : zero);
            for (int group = 0; group < groups.Length; group++, to += (nint)filters * _patches.Outputs * elementSize)
            {
                short* from = (short*)Scratch + ((nint)group * channels * _patches.Inputs);
                for (int place = 0; place < _patches.Outputs; place += _block) { RunPlaces(from, group, place, to); }
            }
        }
    }

    private static long Rounded(long length) => (length + AlignedMemory.Alignment - 1) / AlignedMemory.Alignment * AlignedMemory.Alignment;

    private void RunPlaces(short* from, int group, int place, byte* to)
    {
        PackedInt8Matrix matrix = groups[group];
        int count = Math.Min(_block, _patches.Outputs - place);
        short* rows = (short*)(Scratch + _rowsAt);
        for (int i = 0; i < count; i++)
        {
            short* row = rows + ((nint)i * matrix.PaddedRows);
            row[matrix.PaddedRows - 1] = 0;
            _patches.Read(from, place + i, row);
        }

        Span<int> sums = new(Scratch + _sumsAt, count * matrix.PaddedColumns);
        Int8Gemm.Multiply(VectorWidths.Best, new ReadOnlySpan<short>(rows, count * matrix.PaddedRows), matrix, sums, count);
        if (bytes is null)
        {
            Turn((int*)(Scratch + _sumsAt), matrix.PaddedColumns, count, matrix.Columns, (int*)to + place);
            return;
        }

        byte* answers = Scratch + _bytesAt;
        for (int i = 0; i < count; i++)
        {
            Int8Finish.ToIntegers(
                VectorWidths.Best, sums.Slice(i * matrix.PaddedColumns, matrix.Columns), new Span<byte>(answers + (i * matrix.Columns), matrix.Columns), bytes.ScalesOf(group, matrix.Columns),
                bytes.BiasOf(group, matrix.Columns), bytes.Range);
        }

        Turn(answers, matrix.Columns, count, matrix.Columns, to + place);
    }

    /// <summary>Rows are places, and the output has filters first.</summary>
    private void Turn<T>(T* from, int stride, int places, int filters, T* to)
        where T : unmanaged
    {
        for (int filter = 0; filter < filters; filter++, to += _patches.Outputs)
        {
            for (int i = 0; i < places; i++) { to[i] = from[(i * stride) + filter]; }
        }
    }
}
