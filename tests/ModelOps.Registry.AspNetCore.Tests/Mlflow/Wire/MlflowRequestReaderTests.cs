using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.AspNetCore.Http;
using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace ModelOps.Registry.AspNetCore.Tests.Mlflow.Wire;

public sealed class MlflowRequestReaderTests
{
    [Fact]
    public async Task ReadAsync_Query_GivesTextsNumbersFlagsAndRepeatedKeys()
    {
        MlflowFields fields = await ReadQueryAsync("?name=a%20b%2Fc&max_results=12&flag=true&order_by=a&order_by=b&one=x");
        Assert.Equal("a b/c", fields.Text("name"));
        Assert.Equal(12, fields.Whole("max_results"));
        Assert.True(fields.Flag("flag"));
        Assert.Equal(["a", "b"], fields.Texts("order_by"));
        Assert.Equal(["x"], fields.Texts("one"));
        Assert.Null(fields.Text("absent"));
        Assert.Empty(fields.Texts("absent"));
    }

    [Theory]
    [InlineData("""{"id": 12, "step": "-3", "time": "1795426757157", "value": "NaN", "unknown": {"a": [1]}, "flag": "false", "none": null}""")]
    [InlineData("\"{\\\"id\\\": 12, \\\"step\\\": -3, \\\"time\\\": 1795426757157, \\\"value\\\": \\\"NaN\\\"}\"")] // encoded twice
    public void FromBody_LenientForms_ReadAlike(string body)
    {
        MlflowFields fields = Read(body);
        Assert.Equal("12", fields.Required("id"));
        Assert.Equal(-3, fields.RequiredWhole("step"));
        Assert.Equal(1795426757157, fields.RequiredWhole("time"));
        Assert.True(double.IsNaN(fields.RequiredNumber("value")));
        Assert.False(fields.Flag("flag"));
        Assert.False(fields.Has("none"));
    }

    [Theory]
    [InlineData("Infinity", double.PositiveInfinity)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("1e3", 1000)]
    public void Number_Texts_AreNumbers(string text, double expected) => Assert.Equal(expected, Read($$"""{"v": "{{text}}"}""").Number("v"));

    [Theory]
    [InlineData("""{"v": "x"}""")]
    [InlineData("""{"v": [1]}""")]
    [InlineData("""{"v": {"a": 1}}""")]
    [InlineData("""{"v": "\ud800"}""")]
    [InlineData("""{"v": "a\u0000b"}""")]
    [InlineData("""{"v": 99999999999999999999}""")]
    [InlineData("""{"v": 1.5}""")]
    public void Whole_NoWholeNumber_NamesTheParameter(string body)
    {
        MlflowRefusedException refused = Assert.Throws<MlflowRefusedException>(() => Read(body).Whole("v"));
        Assert.Equal((400, "INVALID_PARAMETER_VALUE"), (refused.Status, refused.Code));
        Assert.Contains("'v'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{\"a\":")]
    [InlineData("\"{\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{} {}")]
    public void FromBody_NoObject_IsABadRequest(string body) =>
        Assert.Equal((400, "BAD_REQUEST"), (Assert.Throws<MlflowRefusedException>(() => Read(body)) is { } r ? (r.Status, r.Code) : default));

    [Fact]
    public void FromBody_AnyBytes_NeverFailsOtherwise() => Gen.OneOf(Gen.Byte.Array[0, 64], Gen.String.Select(Encoding.UTF8.GetBytes)).Sample(bytes =>
    {
        try
        {
            MlflowFields fields = new(MlflowRequestReader.FromBody(new ReadOnlySequence<byte>(bytes)));
            _ = fields.Text("a");
        }
        catch (MlflowRefusedException refused)
        {
            Assert.Equal(400, refused.Status);
        }
    });

    [Fact]
    public async Task ReadAsync_BodyBeyondTheLimit_Is413()
    {
        DefaultHttpContext context = new();
        context.Request.Method = "POST";
        context.Request.Body = new MemoryStream(new byte[2000]);
        MlflowRefusedException refused = await Assert.ThrowsAsync<MlflowRefusedException>(() => new MlflowRequestReader(1024).ReadAsync(context).AsTask());
        Assert.Equal(413, refused.Status);
        Assert.Contains("MaxRequestBodyBytes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Required_Absent_SaysTheOriginalsWords() => Assert.StartsWith(
        "Missing value for required parameter 'name'.", Assert.Throws<MlflowRefusedException>(() => Read("{}").Required("name")).Message, StringComparison.Ordinal);

    private static MlflowFields Read(string json) => new(MlflowRequestReader.FromBody(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json))));

    private static async Task<MlflowFields> ReadQueryAsync(string query)
    {
        DefaultHttpContext context = new();
        context.Request.Method = "GET";
        context.Request.QueryString = new QueryString(query);
        return await new MlflowRequestReader(1024).ReadAsync(context);
    }
}
