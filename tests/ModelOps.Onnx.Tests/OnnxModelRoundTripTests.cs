using CsCheck;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests;

public sealed class OnnxModelRoundTripTests
{
    private static readonly OnnxReadOptions AsItIs = new() { Validate = false, LoadExternalData = false };

    [Fact]
    public void Read_AnyWrittenModel_SameModelAndSameBytes() => ModelGen.Model.Sample(
        static model =>
        {
            byte[] file = OnnxModelWriter.Write(model);
            OnnxModel read = OnnxModelReader.Read(file, AsItIs);
            Assert.Equal(Dump.Of(model), Dump.Of(read));
            Assert.Equal(file, OnnxModelWriter.Write(read));
            Assert.Equal(OnnxPrinter.Print(model), OnnxPrinter.Print(read));
        },
        iter: 300, seed: "0N0XIRCX9nq9", threads: 1);

    [Fact]
    public void Validate_AnyModel_TellsFindingsAndNeverThrows() => ModelGen.Model.Sample(
        static model => Assert.InRange(OnnxModelValidator.Validate(model).Count, 0, OnnxModelValidator.MaxFindings), iter: 300, seed: "0N0XIRCX9nq9", threads: 1);
}
