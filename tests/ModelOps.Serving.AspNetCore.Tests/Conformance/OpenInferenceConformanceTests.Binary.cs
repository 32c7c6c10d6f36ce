using System.IO.Compression;
using System.Text;
using System.Text.Json;
using ModelOps.Serving.AspNetCore.Tests.Fakes;

namespace ModelOps.Serving.AspNetCore.Tests.Conformance;

public sealed partial class OpenInferenceConformanceTests
{
    [Fact]
    public async Task Binary_MixedWithJson_IsAnswered()
    {
        (JsonElement json, byte[] tensors) = await Host.InferBinaryAsync(
            "sum",
            """
            {"inputs":[{"name":"a","shape":[2],"datatype":"FP32","parameters":{"binary_data_size":8}},{"name":"b","shape":[2],"datatype":"FP32","data":[1,2]}],
             "outputs":[{"name":"sum","parameters":{"binary_data":true}},{"name":"difference"}]}
            """,
            [.. BitConverter.GetBytes(10f), .. BitConverter.GetBytes(20f)]).OkBinaryAsync();
        Assert.Equal([.. BitConverter.GetBytes(11f), .. BitConverter.GetBytes(22f)], tensors);
        Assert.Equal(8, json.GetProperty("outputs")[0].GetProperty("parameters").GetProperty("binary_data_size").GetInt32());
        Assert.False(json.GetProperty("outputs")[0].TryGetProperty("data", out _));
        Assert.Equal("[9,18]", json.GetProperty("outputs")[1].GetProperty("data").GetRawText());
    }

    [Theory]
    [InlineData("FP32", "[2]", 8, 7)]
    [InlineData("FP32", "[2]", 8, 9)]
    [InlineData("FP32", "[2]", 7, 7)]
    [InlineData("FP32", "[2]", 12, 12)]
    [InlineData("FP64", "[2]", 8, 8)]
    [InlineData("BYTES", "[2]", 4, 4)]
    [InlineData("BYTES", "[1]", 8, 8)]
    public async Task Binary_TooShortTooLongOrOfAnotherSize_Is400(string type, string shape, int declared, int sent) =>
        await Host.InferBinaryAsync($"echo-{type}", Binary(type, shape, declared), new byte[sent]).ErrorAsync(400);

    [Theory]
    [InlineData("[1]", new byte[] { 2, 0, 0, 0, 65 })]
    [InlineData("[1]", new byte[] { 255, 255, 255, 255, 65 })]
    [InlineData("[2]", new byte[] { 1, 0, 0, 0, 65, 1, 0 })]
    [InlineData("[1]", new byte[] { 0, 0, 0, 0, 0, 0, 0, 0 })]
    public async Task Binary_LengthPrefixThatOverruns_Is400(string shape, byte[] bytes) =>
        await Host.InferBinaryAsync("echo-BYTES", Binary("BYTES", shape, bytes.Length), bytes).ErrorAsync(400);

    [Theory]
    [InlineData(0, 200)]
    [InlineData(1, 200)]
    [InlineData(2, 400)]
    [InlineData(255, 400)]
    public async Task Binary_BoolByte_IsZeroOrOne(byte value, int status)
    {
        using HttpResponseMessage response = await Host.InferBinaryAsync("echo-BOOL", Binary("BOOL", "[1]", 1), [value]);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Binary_EveryDatatype_ComesBackBitForBit()
    {
        byte[] bytes = [1, 0, 1, 0, 1, 0, 1, 0];
        foreach (TensorDataType type in Enum.GetValues<TensorDataType>())
        {
            if (type == TensorDataType.Bytes) { continue; }
            string json = Binary(type.ToName(), $"[{bytes.Length / type.ItemSize()}]", bytes.Length).Replace("}]", """}],"parameters":{"binary_data_output":true}""", StringComparison.Ordinal);
            (_, byte[] answer) = await Host.InferBinaryAsync($"echo-{type.ToName()}", json, bytes).OkBinaryAsync();
            Assert.Equal(bytes, answer);
        }
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("x")]
    [InlineData("999")]
    public async Task Binary_JsonLengthThatIsNone_Is400(string length) =>
        await Host.PostAsync("/v2/models/echo-FP32/infer", Encoding.UTF8.GetBytes(Request("FP32", "[1]", "[1]")), "application/octet-stream", length).ErrorAsync(400);

    [Fact]
    public async Task Raw_FixedAndBytes_ComeBackInBinaryForm()
    {
        (_, byte[] floats) = await Host.PostAsync("/v2/models/echo-FP32/infer", new byte[12], "application/octet-stream", "0").OkBinaryAsync();
        Assert.Equal(12, floats.Length);
        (_, byte[] text) = await Host.PostAsync("/v2/models/echo-BYTES/infer", "hello"u8.ToArray(), "application/octet-stream", "0").OkBinaryAsync();
        Assert.Equal([5, 0, 0, 0, .. "hello"u8], text); // sent without its length, answered with it
        await Host.PostAsync("/v2/models/sum/infer", new byte[4], "application/octet-stream", "0").ErrorAsync(400); // two inputs
        await Host.PostAsync("/v2/models/echo-FP32/infer", new byte[5], "application/octet-stream", "0").ErrorAsync(400);
    }

    [Fact]
    public async Task Transfer_Chunked_IsRead()
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/v2/models/echo-FP32/infer") { Content = new StringContent(Request("FP32", "[1]", "[1]"), Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = true;
        await Host.Client.SendAsync(request).OkJsonAsync();
    }

    [Fact]
    public async Task Compression_BothWaysAndABomb_AreHandled()
    {
        string large = Request("FP32", "[20000]", $"[{string.Join(',', Enumerable.Repeat("1", 20_000))}]");
        using (HttpResponseMessage response = await SendCompressedAsync(large, "gzip"))
        {
            Assert.Equal("gzip", response.Content.Headers.ContentEncoding.Single());
            using GZipStream gzip = new(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
            using JsonDocument json = await JsonDocument.ParseAsync(gzip);
            Assert.Equal(20_000, json.RootElement.GetProperty("outputs")[0].GetProperty("data").GetArrayLength());
        }

        using HttpResponseMessage bomb = await SendCompressedAsync(new string(' ', 64 << 20), "gzip");
        await Task.FromResult(bomb).ErrorAsync(413);
    }

    private static string Binary(string type, string shape, int size) =>
        $$$"""{"inputs":[{"name":"x","datatype":"{{{type}}}","shape":{{{shape}}},"parameters":{"binary_data_size":{{{size}}} }}]}""";

    private async Task<HttpResponseMessage> SendCompressedAsync(string text, string coding)
    {
        using MemoryStream target = new();
        using (GZipStream gzip = new(target, CompressionLevel.Fastest)) { gzip.Write(Encoding.UTF8.GetBytes(text)); }
        using HttpRequestMessage request = new(HttpMethod.Post, "/v2/models/echo-FP32/infer") { Content = new ByteArrayContent(target.ToArray()) };
        request.Content.Headers.ContentEncoding.Add(coding);
        request.Headers.AcceptEncoding.ParseAdd(coding);
        return await Host.Client.SendAsync(request);
    }
}
