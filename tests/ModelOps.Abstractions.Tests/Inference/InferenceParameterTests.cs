namespace ModelOps.Abstractions.Tests.Inference;

public sealed class InferenceParameterTests
{
    [Fact]
    public void TryGet_OtherKind_SaysNo()
    {
        InferenceParameter number = 5L;

        Assert.True(number.TryGet(out long whole));
        Assert.True(number.TryGet(out ulong natural));
        Assert.True(number.TryGet(out double real));
        Assert.False(number.TryGet(out bool _));
        Assert.False(number.TryGet(out string _));
        Assert.Equal((5, 5UL, 5.0), (whole, natural, real));
    }

    [Fact]
    public void Implicit_Unsigned_OneFormForEachNumber()
    {
        InferenceParameter small = 5UL;
        InferenceParameter large = ulong.MaxValue;

        Assert.Equal((InferenceParameter)5L, small);
        Assert.Equal(InferenceParameterKind.UInt64, large.Kind);
        Assert.True(large.TryGet(out ulong value));
        Assert.Equal(ulong.MaxValue, value);
        Assert.False(large.TryGet(out long _));
        Assert.Equal("18446744073709551615", large.ToString());
    }

    [Fact]
    public void Set_SameName_Replaces()
    {
        using InferenceRequest request = new(ModelReference.ToModel("m"));
        request.Parameters.Set("k", 1L);
        request.Parameters.Set("k", "text");

        Assert.Single(request.Parameters);
        Assert.True(request.Parameters.TryGet("k", out InferenceParameter value));
        Assert.True(value.TryGet(out string text));
        Assert.Equal("text", text);
        Assert.False(request.Parameters.TryGet("K", out _));
    }

    [Fact]
    public void Reset_Request_ForgetsParametersAndHeaders()
    {
        using InferenceRequest request = new(ModelReference.ToModel("m"));
        request.Parameters.Set("k", true);
        request.Context.Headers["X-Group"] = "a";
        Assert.True(request.Context.TryGetHeader("x-group", out string? group));
        Assert.Equal("a", group);

        request.Reset(request.Model);

        Assert.Empty(request.Parameters);
        Assert.False(request.Context.TryGetHeader("x-group", out _));
    }

    [Fact]
    public void CopyFrom_Context_CopiesAll()
    {
        using InferenceRequest one = new(ModelReference.ToModel("m"));
        using InferenceRequest other = new(ModelReference.ToModel("m"));
        other.Context.Headers["old"] = "1";
        one.Context.Tenant = "t";
        one.Context.Priority = 2;
        one.Context.Headers["new"] = "2";

        other.Context.CopyFrom(one.Context);

        Assert.Equal(("t", 2), (other.Context.Tenant, other.Context.Priority));
        Assert.False(other.Context.TryGetHeader("old", out _));
        Assert.True(other.Context.TryGetHeader("NEW", out _));
    }
}
