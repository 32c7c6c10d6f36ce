using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Tests.Kernels.Quantized;

public sealed class SmallFloatTests
{
    /// <summary>Largest and least positive values, from the tables of the ONNX documentation.</summary>
    [Fact]
    public void ToSingle_LargestAndLeast_AsDocumented()
    {
        Assert.Equal(448f, SmallFloat.E4M3FN.ToSingle(0x7E));
        Assert.Equal(MathF.Pow(2, -9), SmallFloat.E4M3FN.ToSingle(1));
        Assert.Equal(240f, SmallFloat.E4M3FNUZ.ToSingle(0x7F));
        Assert.Equal(MathF.Pow(2, -10), SmallFloat.E4M3FNUZ.ToSingle(1));
        Assert.Equal(57344f, SmallFloat.E5M2.ToSingle(0x7B));
        Assert.Equal(float.NegativeInfinity, SmallFloat.E5M2.ToSingle(0xFC));
        Assert.Equal(57344f, SmallFloat.E5M2FNUZ.ToSingle(0x7F));
        Assert.Equal(MathF.Pow(2, -17), SmallFloat.E5M2FNUZ.ToSingle(1));
        Assert.Equal([0f, 0.5f, 1f, 1.5f, 2f, 3f, 4f, 6f], Enumerable.Range(0, 8).Select(SmallFloat.E2M1.ToSingle));
        Assert.True(float.IsNaN(SmallFloat.E4M3FN.ToSingle(0xFF)) && float.IsNaN(SmallFloat.E4M3FNUZ.ToSingle(0x80)) && float.IsNaN(SmallFloat.E5M2.ToSingle(0x7D)));
    }

    [Fact]
    public void FromSingle_EveryCodeAndTheMiddles_NearestElseEven()
    {
        foreach ((SmallFloat format, int codes) in ((SmallFloat, int)[])[(SmallFloat.E4M3FN, 256), (SmallFloat.E4M3FNUZ, 256), (SmallFloat.E5M2, 256), (SmallFloat.E5M2FNUZ, 256), (SmallFloat.E2M1, 16)])
        {
            for (int code = 0; code < codes; code++)
            {
                float value = format.ToSingle(code);
                if (float.IsNaN(value)) { continue; }
                Assert.Equal(code, format.FromSingle(value, isSaturating: false));
                float next = (code & ((codes / 2) - 1)) == (codes / 2) - 1 ? float.NaN : format.ToSingle(code + 1);
                if (!float.IsFinite(next) || float.IsInfinity(value)) { continue; }
                float middle = (value + next) / 2;
                Assert.Equal(code + (code & 1), format.FromSingle(middle));
                Assert.Equal(code, format.FromSingle(value + ((next - value) * 0.49f)));
            }
        }
    }

    [Fact]
    public void FromSingle_TooLarge_SaturatesOrNot()
    {
        Assert.Equal(0x7E, SmallFloat.E4M3FN.FromSingle(1e9f));
        Assert.Equal(0xFE, SmallFloat.E4M3FN.FromSingle(float.NegativeInfinity));
        Assert.Equal(0x7F, SmallFloat.E4M3FN.FromSingle(1e9f, isSaturating: false));
        Assert.Equal(0xFC, SmallFloat.E5M2.FromSingle(-1e9f, isSaturating: false));
        Assert.Equal(0x80, SmallFloat.E5M2FNUZ.FromSingle(-1e9f, isSaturating: false));
        Assert.Equal(0, SmallFloat.E5M2FNUZ.FromSingle(-0f));
        Assert.Equal(0x80, SmallFloat.E5M2.FromSingle(-0f));
        Assert.Equal(0x7F, SmallFloat.E4M3FN.FromSingle(float.NaN));
    }
}
