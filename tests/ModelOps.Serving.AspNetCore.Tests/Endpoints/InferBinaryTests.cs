using System.Text;
using System.Text.Json;
using ModelOps.Serving.AspNetCore.Tests.Fakes;

namespace ModelOps.Serving.AspNetCore.Tests.Endpoints;

public sealed class InferBinaryTests
{
    private static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static string Binary(string type, string shape, long size, string more = "") =>
        $$$"""{"inputs":[{"name":"x","datatype":"{{{type}}}","shape":{{{shape}}},"parameters":{"binary_data_size":{{{size}}} }}]{{{more}}} }""";

    [Fact]
    public async Task Infer_MixedJsonAndBinaryInputs_AnswersEachOutputInItsForm()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        (JsonElement json, byte[] tensors) = await host.InferBinaryAsync(
            "sum",
            """
            {"id":"7","inputs":[{"name":"a","shape":[2],"datatype":"FP32","data":[1,2]},
                                {"name":"b","shape":[2],"datatype":"FP32","parameters":{"binary_data_size":8}}],
             "outputs":[{"name":"difference","parameters":{"binary_data":true}},{"name":"sum"}]}
            """,
            Floats(10, 20)).OkBinaryAsync();
        Assert.Equal(Floats(-9, -18), tensors);
        Assert.Equal(
            """{"model_name":"sum","model_version":"1.0.0","id":"7","outputs":[{"name":"difference","datatype":"FP32","shape":[2],"parameters":{"binary_data_size":8}},{"name":"sum","datatype":"FP32","shape":[2],"data":[11,22]}]}""",
            json.GetRawText());
    }

    [Fact]
    public async Task Infer_TwoBinaryInputs_AreTakenInTheOrderOfInputs()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        JsonElement json = await host.InferBinaryAsync(
            "sum",
            """{"inputs":[{"name":"b","shape":[1],"datatype":"FP32","parameters":{"binary_data_size":4}},{"name":"a","shape":[1],"datatype":"FP32","parameters":{"binary_data_size":4}}]}""",
            Floats(1),
            Floats(5)).OkJsonAsync();
        Assert.Equal("[4]", json.GetProperty("outputs")[1].GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Infer_OutputsOwnWish_WinsOverTheRequests()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        JsonElement json = await host.InferBinaryAsync(
            "echo-FP32",
            Binary("FP32", "[1]", 4, ""","outputs":[{"name":"y","parameters":{"binary_data":false}}],"parameters":{"binary_data_output":true}"""),
            Floats(3)).OkJsonAsync();
        Assert.Equal("[3]", json.GetProperty("outputs")[0].GetProperty("data").GetRawText());
    }

    [Theory]
    [InlineData("FP32", "[2]", 8, 4)]
    [InlineData("FP32", "[2]", 8, 12)]
    [InlineData("FP32", "[2]", 4, 4)]
    [InlineData("FP32", "[2]", 12, 12)]
    [InlineData("FP32", "[2]", 0, 0)]
    [InlineData("FP32", "[2]", -1, 8)]
    [InlineData("FP32", "[2305843009213693952]", 0, 0)]
    [InlineData("FP32", "[4294967296,4294967296]", 0, 0)]
    [InlineData("BYTES", "[9223372036854775807]", 0, 0)]
    [InlineData("BYTES", "[1]", 3, 3)]
    [InlineData("BYTES", "[2]", 4, 4)]
    [InlineData("BYTES", "[1]", 8, 8)]
    public async Task Infer_BytesThatDoNotFit_Is400(string type, string shape, long declared, int sent)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        JsonElement error = await host.InferBinaryAsync($"echo-{type}", Binary(type, shape, declared), new byte[sent]).ErrorAsync(400);
        Assert.Equal("INVALID_REQUEST", error.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("[1]", new byte[] { 255, 255, 255, 255 })]
    [InlineData("[1]", new byte[] { 0, 0, 0, 128 })]
    [InlineData("[1]", new byte[] { 5, 0, 0, 0, 65 })]
    [InlineData("[2]", new byte[] { 1, 0, 0, 0, 65 })]
    [InlineData("[1]", new byte[] { 1, 0, 0, 0, 65, 66 })]
    public async Task Infer_BytesWhoseLengthPrefixesLie_Is400(string shape, byte[] bytes)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        await host.InferBinaryAsync("echo-BYTES", Binary("BYTES", shape, bytes.Length), bytes).ErrorAsync(400);
    }

    [Fact]
    public async Task Infer_BoolByteOtherThanZeroAndOne_Is400()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        await host.InferBinaryAsync("echo-BOOL", Binary("BOOL", "[2]", 2), [1, 2]).ErrorAsync(400);
        await host.InferBinaryAsync("echo-BOOL", Binary("BOOL", "[2]", 2), [1, 0]).OkJsonAsync();
    }

    [Fact]
    public async Task Infer_DataAndBinarySizeTogether_Is400()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        await host.InferBinaryAsync(
            "echo-FP32", """{"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":[1],"parameters":{"binary_data_size":4}}]}""", Floats(1)).ErrorAsync(400);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    [InlineData("1000")]
    [InlineData("3")]
    public async Task Infer_JsonLengthThatIsNotOne_Is400(string length)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        byte[] body = Encoding.UTF8.GetBytes("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":[1]}]}""");
        await host.PostAsync("/v2/models/echo-FP32/infer", body, "application/octet-stream", length).ErrorAsync(400);
    }

    [Fact]
    public async Task Infer_BinarySizeWithoutTheHeader_Is400AndNamesTheHeader()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        JsonElement error = await host.InferAsync("echo-FP32", Binary("FP32", "[1]", 4)).ErrorAsync(400);
        Assert.Contains("Inference-Header-Content-Length", error.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("echo-FP32", 12, "[3]")]
    [InlineData("echo2-FP32", 12, "[1,3]")]
    [InlineData("scalar-FP32", 4, "[]")]
    [InlineData("echo-UINT8", 0, "[0]")]
    public async Task Infer_RawRequest_TakesShapeFromTheBytes(string model, int bytes, string shape)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        byte[] body = [.. Enumerable.Range(0, bytes).Select(i => (byte)i)];
        (JsonElement json, byte[] tensors) = await host.PostAsync($"/v2/models/{model}/infer", body, "application/octet-stream", "0").OkBinaryAsync();
        Assert.Equal(body, tensors);
        Assert.Equal(shape, json.GetProperty("outputs")[0].GetProperty("shape").GetRawText());
    }

    [Fact]
    public async Task Infer_RawRequestOfBytes_HasNoPrefixAndItsAnswerHas()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        (_, byte[] tensors) = await host.PostAsync("/v2/models/echo-BYTES/infer", [65, 66], "application/octet-stream", "0").OkBinaryAsync();
        Assert.Equal([2, 0, 0, 0, 65, 66], tensors);
    }

    [Theory]
    [InlineData("sum", 4, 400)]
    [InlineData("echo-FP32", 5, 400)]
    [InlineData("scalar-FP32", 8, 400)]
    [InlineData("fixed", 8, 400)]
    [InlineData("bytes2", 8, 400)]
    [InlineData("variable3", 8, 400)]
    [InlineData("unknown", 4, 404)]
    public async Task Infer_RawRequestThatDoesNotFit_IsRefused(string model, int bytes, int status)
    {
        FakeModels models = FakeModels.WithEcho();
        models.AddEcho("fixed", TensorDataType.Float32, 3);
        models.AddEcho("bytes2", TensorDataType.Bytes, 2);
        models.AddEcho("variable3", TensorDataType.Float32, -1, -1, -1);
        await using TestHost host = await TestHost.StartAsync(models);
        await host.PostAsync($"/v2/models/{model}/infer", new byte[bytes], "application/octet-stream", "0").ErrorAsync(status);
    }

    [Fact]
    public async Task Infer_LargeBinaryTensor_ComesBackWhole()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho(), kestrel: true);
        byte[] data = new byte[40 << 20];
        new Random(1).NextBytes(data);
        (_, byte[] tensors) = await host.PostAsync("/v2/models/echo-UINT8/infer", data, "application/octet-stream", "0").OkBinaryAsync();
        Assert.True(data.AsSpan().SequenceEqual(tensors));
    }
}
