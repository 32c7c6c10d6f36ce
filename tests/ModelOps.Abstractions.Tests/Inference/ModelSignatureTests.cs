using ModelOps.TestSupport;

namespace ModelOps.Tests.Inference;

public sealed class ModelSignatureTests
{
    private static readonly ModelSignature Signature = new(
        [
            new TensorSpec("x", TensorDataType.Float32, [-1, 2]) { RequireFinite = true },
            new TensorSpec("s", TensorDataType.Bytes, [-1]),
        ],
        [new TensorSpec("y", TensorDataType.Float32, [-1]), new TensorSpec("z", TensorDataType.Int64, [-1])]);

    [Fact]
    public void EnsureAccepts_FittingRequest_AllocatesNothing()
    {
        using InferenceRequest request = Fitting();
        request.RequestedOutputs.Add("z");
        Signature.EnsureAccepts(request);

        Assert.Equal(0, Allocations.Fewest(() => Signature.EnsureAccepts(request)));
    }

    [Fact]
    public void EnsureAccepts_UnknownInput_NamesTheKnownOnes() =>
        Refused(static r => r.Inputs.Add("q", TensorDataType.Float32, [1]), "q", "one of the inputs 'x', 's'", "an unknown input");

    [Fact]
    public void EnsureAccepts_SameNameTwice_IsRefused() =>
        Refused(static r => r.Inputs.Add("x", TensorDataType.Float32, [1, 2]).Bytes.Clear(), "x", "each input once", "the same name twice");

    [Fact]
    public void EnsureAccepts_MissingInput_IsRefused()
    {
        using InferenceRequest request = new(ModelReference.ToModel("m"));
        request.Inputs.Add(InferenceTensor.Create<float>("x", [1, 2], [1f, 2f]));
        InvalidInferenceRequestException error = Assert.Throws<InvalidInferenceRequestException>(() => Signature.EnsureAccepts(request));
        Assert.Equal(("s", "s: BYTES[-1]", "no such tensor in the request"), (error.Tensor, error.Expected, error.Actual));
    }

    [Fact]
    public void EnsureAccepts_OtherDatatype_IsRefused() =>
        Refused(static r => r.Inputs["x"].Reset("x", TensorDataType.Float64, [1, 2]), "x", "datatype FP32", "FP64");

    [Theory]
    [InlineData(new long[] { 2 }, "[2]")]
    [InlineData(new long[] { 1, 3 }, "[1,3]")]
    [InlineData(new long[] { 1, 2, 1 }, "[1,2,1]")]
    [InlineData(new long[] { }, "[]")]
    public void EnsureAccepts_OtherShape_IsRefused(long[] shape, string found) =>
        Refused(r => r.Inputs["x"].Reset("x", TensorDataType.Float32, shape), "x", "shape [-1,2] (-1 is any size)", found);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void EnsureAccepts_NotFiniteWhereRequired_IsRefused(float value) =>
        Refused(r => r.Inputs["x"].AsSpan<float>()[1] = value, "x", "finite values only", "NaN or an infinity");

    [Fact]
    public void EnsureAccepts_EmptyBatch_IsAccepted()
    {
        using InferenceRequest request = Fitting();
        request.Inputs["x"].Reset("x", TensorDataType.Float32, [0, 2]);
        Signature.EnsureAccepts(request);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void EnsureAccepts_ElementsDifferFromShape_IsRefused(int elements) => Refused(
        r =>
        {
            r.Inputs["s"].Reset("s", TensorDataType.Bytes, [1]);
            for (int i = 0; i < elements; i++) { r.Inputs["s"].AppendElement("a"); }
        },
        "s", "1 elements", $"{elements}");

    [Fact]
    public void EnsureAccepts_HalfPrecision_ChecksFiniteness()
    {
        foreach ((TensorDataType type, ushort infinity) in new[] { (TensorDataType.Float16, (ushort)0x7C00), (TensorDataType.BFloat16, (ushort)0x7F80) })
        {
            ModelSignature signature = new([new TensorSpec("h", type, [2]) { RequireFinite = true }], []);
            using InferenceRequest request = new(ModelReference.ToModel("m"));
            InferenceTensor tensor = request.Inputs.Add("h", type, [2]);
            Assert.Null(tensor.TrySetBytes([0xFF, 0x7B, 0, 0x80])); // a large finite number and -0
            signature.EnsureAccepts(request);
            Assert.Null(tensor.TrySetBytes([0, 0, (byte)infinity, (byte)(infinity >> 8)]));
            Assert.Throws<InvalidInferenceRequestException>(() => signature.EnsureAccepts(request));
        }
    }

    [Fact]
    public void EnsureAccepts_UnknownOutputOrTwice_IsRefused()
    {
        Refused(static r => r.RequestedOutputs.Add("w"), "w", "one of the outputs 'y', 'z'", "an unknown output");
        Refused(static r => { r.RequestedOutputs.Add("z"); r.RequestedOutputs.Add("z"); }, "z", "each output once", "the same name twice");
    }

    [Fact]
    public void Equals_SameParts_ComparesByValue()
    {
        ModelSignature same = new([.. Signature.Inputs.Select(static i => i with { Shape = [.. i.Shape] })], [.. Signature.Outputs]);
        Assert.Equal(Signature, same);
        Assert.Equal(Signature.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(Signature, same with { Outputs = [] });
        Assert.NotEqual(Signature.Inputs[0], Signature.Inputs[0] with { Shape = [-1, 3] });
    }

    private static void Refused(Action<InferenceRequest> spoil, string tensor, string expected, string actual)
    {
        using InferenceRequest request = Fitting();
        spoil(request);
        InvalidInferenceRequestException error = Assert.Throws<InvalidInferenceRequestException>(() => Signature.EnsureAccepts(request));
        Assert.Equal(("m", tensor, expected, actual), (error.Model, error.Tensor, error.Expected, error.Actual));
        Assert.Equal(ModelOpsErrorCodes.InvalidRequest, error.Code);
    }

    private static InferenceRequest Fitting()
    {
        InferenceRequest request = new(ModelReference.ToModel("m"));
        request.Inputs.Add(InferenceTensor.CreateStrings("s", [1], ["a"]));
        request.Inputs.Add(InferenceTensor.Create<float>("x", [1, 2], [1f, 2f]));
        return request;
    }
}
