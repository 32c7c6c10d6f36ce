using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Elementwise;

public class CastOperatorsTests
{
    private static readonly OnnxElementType[] Types =
    [
        OnnxElementType.Bool, OnnxElementType.Float, OnnxElementType.Double, OnnxElementType.Float16, OnnxElementType.BFloat16, OnnxElementType.Int8, OnnxElementType.Int16,
        OnnxElementType.Int32, OnnxElementType.Int64, OnnxElementType.UInt8, OnnxElementType.UInt16, OnnxElementType.UInt32, OnnxElementType.UInt64,
    ];

    public static TheoryData<OnnxElementType> All => [.. Types];

    [Theory]
    [MemberData(nameof(All))]
    public void Cast_ToEveryType_EveryBitOfOnnxRuntime(OnnxElementType from)
    {
        foreach (OnnxElementType to in Types)
        {
            // What becomes of a real that a uint has no room for depends in ONNX Runtime on where it stands.
            bool isOdd = to != OnnxElementType.UInt32 || from is not (OnnxElementType.Float or OnnxElementType.Double or OnnxElementType.BFloat16);
            foreach (int opset in (int[])[13, 19]) { Check(opset, Draw.Tensor("x", from, [3, 100], 1, isOdd, scale: 100), to); }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Cast_ToStrings_TextOfOnnxRuntime(OnnxElementType from) => Check(13, Draw.Tensor("x", from, [3, 100], 2, isOdd: true, scale: 1000), OnnxElementType.String);

    [Theory]
    [InlineData(OnnxElementType.Float, new[] { "1", "-2.5", " 3e4", "1E-3", "NaN", "INF", "-INF", "inf", "+7", "0" })]
    [InlineData(OnnxElementType.Double, new[] { "1", "-2.5", "1.7976931348623157e308", "nan", "-inf" })]
    [InlineData(OnnxElementType.Int32, new[] { "1", "-25", " 7", "2147483647" })]
    [InlineData(OnnxElementType.Int64, new[] { "1", "-25", "9223372036854775807" })]
    [InlineData(OnnxElementType.UInt64, new[] { "18446744073709551615", "0" })]
    public void Cast_FromStrings_NumbersOfOnnxRuntime(OnnxElementType to, string[] texts) => Check(13, OnnxTensor.Strings("x", [texts.Length], texts), to);

    [Fact]
    public void Cast_TextThatIsNoNumber_NamesTheElement()
    {
        OnnxModel model = NodeModel.Of(13, CastTo(OnnxElementType.Float), [new("x", OnnxElementType.String, [-1])], [OnnxElementType.Float]);
        ModelExecutionException e = Assert.Throws<ModelExecutionException>(() => Oracle.RunSimd(SimdModel.Compile(model), [OnnxTensor.Strings("x", [2], ["1", "many"])]));
        Assert.Contains("element 1 of 'x' [2] is no number of type float", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CastLike_AnyTarget_IsThatOfOnnxRuntime()
    {
        OnnxTensor x = Draw.Tensor("x", OnnxElementType.Float, [4, 5], 1);
        OnnxTensor like = Draw.Tensor("t", OnnxElementType.Int64, [2], 1);
        Oracle.Check(NodeModel.Of(19, new OnnxNode("CastLike", ["x", "t"], ["y"]), [NodeModel.InputLike(x), NodeModel.InputLike(like)], [OnnxElementType.Int64]), [x, like]);
    }

    private static OnnxNode CastTo(OnnxElementType to) => new("Cast", ["x"], ["y"]) { Attributes = [OnnxAttribute.Int("to", (long)to)] };

    private static void Check(int opset, OnnxTensor x, OnnxElementType to)
    {
        try { Oracle.Check(NodeModel.Of(opset, CastTo(to), [NodeModel.InputLike(x)], [to]), [x]); }
        catch (Exception e) { throw new InvalidOperationException($"{x.ElementType} to {to}: {e.Message}", e); }
    }
}
