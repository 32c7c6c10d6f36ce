using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Quantized;
using ModelOps.Onnx.Operators.Quantized;

namespace ModelOps.Onnx.Tests.Operators.Quantized;

/// <summary>Both ways to multiply give the same integers, whatever the activations come as.</summary>
public sealed unsafe class VnniProductStepTests
{
    private static readonly float[] Scales = [.. Enumerable.Range(1, 21).Select(static i => i * 0.013f)];

    [Theory]
    [InlineData(OnnxElementType.UInt8)]
    [InlineData(OnnxElementType.Int8)]
    public void Run_Bytes_AsWithoutIt(OnnxElementType type) =>
        Check(type, (x, memory) => new QuantizedActivations(x, null, Scalar(type, memory)));

    [Theory]
    [InlineData(OnnxElementType.UInt8, 131)]
    [InlineData(OnnxElementType.Int8, -3)]
    public void Run_FloatsOfOneScale_AsWithoutIt(OnnxElementType type, int zeroPoint) =>
        Check(OnnxElementType.Float, (x, _) => new StaticActivations(x, 0.011f, isScaled: true, QuantizedConstants.Range(type, zeroPoint)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_FloatsOfTheirRange_AsWithoutIt(bool isPerRow) => Check(OnnxElementType.Float, (x, _) => new DynamicActivations(x, isPerRow));

    private static void Check(OnnxElementType type, Func<Value, AlignedMemory, Activations> activations)
    {
        foreach ((int rows, int depth) in ((int, int)[])[(1, 32), (5, 37), (33, 130), (0, 4)])
        {
            Draw draw = new(rows);
            OnnxTensor x = type == OnnxElementType.Float ? draw.Floats("x", 3f, rows, depth) : draw.Bytes("x", type, rows, depth);
            Int8Weights weights = new(draw.Bytes("w", OnnxElementType.UInt8, depth, 21).RawData, IsSigned: false, depth, 21, IsTransposed: false, [7]);
            AlignedMemory memory = new(x.RawData.Length), zero = new(1);
            x.RawData.Span.CopyTo(memory.Bytes);
            zero.Bytes[0] = 201;
            Value input = new("x", type) { Data = memory.Pointer };
            input.SetShape(rows, depth);

            float[] expected = Run(rows, y => new Int8ProductStep(input, y, new PackedInt8Matrix(weights), activations(input, zero), new FloatSums(y, Scales, [], [], false)));

            Assert.Equal(expected, Run(rows, y => new VnniProductStep(input, y, new VnniMatrix(weights), activations(input, zero), new FloatSums(y, Scales, [], [], false), VnniGemm.IsSupported)));
            Assert.Equal(expected, Run(rows, y => new VnniProductStep(input, y, new VnniMatrix(weights), activations(input, zero), new FloatSums(y, Scales, [], [], false), false)));
        }
    }

    private static float[] Run(int rows, Func<Value, Step> create)
    {
        AlignedMemory memory = new(rows * 21 * sizeof(float));
        Value y = new("y", OnnxElementType.Float) { Data = memory.Pointer };
        Step step = create(y);
        step.Bind();
        AlignedMemory scratch = new(step.ScratchBytes);
        scratch.Bytes.Fill(0xAA);
        step.Scratch = scratch.Pointer;
        step.Run();
        GC.KeepAlive(scratch);
        return y.Elements<float>().ToArray();
    }

    private static Value Scalar(OnnxElementType type, AlignedMemory memory)
    {
        Value zero = new("z", type) { Data = memory.Pointer };
        zero.SetShape();
        return zero;
    }
}
