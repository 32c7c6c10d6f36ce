using System.Text.Json;
using ModelOps.Serving.AspNetCore.Tests.Fakes;

namespace ModelOps.Serving.AspNetCore.Tests.Endpoints;

/// <summary>The extension <c>classification</c>: the best classes of an output in place of its scores.</summary>
public sealed class ClassificationTests
{
    [Theory]
    [InlineData("echo-FP32", "[4]", "[0.25,0.5,0.1,0.5]", 2, "[2]", """["0.5:1","0.5:3"]""")]
    [InlineData("echo2-FP64", "[2,3]", "[1,2,3,6,5,4]", 2, "[2,2]", """["3:2","2:1","6:0","5:1"]""")]
    [InlineData("echo2-INT8", "[1,2]", "[-5,-3]", 9, "[1,2]", """["-3:1","-5:0"]""")]
    [InlineData("echo2-UINT64", "[1,2]", "[18446744073709551615,1]", 1, "[1,1]", """["18446744073709551615:0"]""")]
    [InlineData("echo2-FP32", "[0,3]", "[]", 2, "[0,0]", "[]")]
    [InlineData("scalar-INT32", "[]", "[7]", 1, "[1]", """["7:0"]""")]
    public async Task Infer_Classification_GivesTheBestAsText(string model, string shape, string data, int classes, string expectedShape, string expected)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        JsonElement output = (await host.InferAsync(model, Request(model, shape, data, $"{classes}")).OkJsonAsync()).GetProperty("outputs")[0];
        Assert.Equal(("BYTES", expectedShape, expected), (output.GetProperty("datatype").GetString(), output.GetProperty("shape").GetRawText(), output.GetProperty("data").GetRawText()));
    }

    [Fact]
    public async Task Infer_ModelWithLabels_AddsThem()
    {
        FakeModels models = FakeModels.WithEcho();
        models.Properties["labels.y"] = "cat, dog";
        await using TestHost host = await TestHost.StartAsync(models);
        JsonElement answer = await host.InferAsync("echo-FP32", Request("echo-FP32", "[3]", "[1,3,2]", "3")).OkJsonAsync();
        Assert.Equal("""["3:1:dog","2:2","1:0:cat"]""", answer.GetProperty("outputs")[0].GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Infer_ClassificationInBinaryForm_IsLengthPrefixedText()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        string request = Request("echo-FP32", "[2]", "[1,3]", "1").Replace("\"classification\":1", "\"classification\":1,\"binary_data\":true", StringComparison.Ordinal);
        (_, byte[] bytes) = await host.InferAsync("echo-FP32", request).OkBinaryAsync();
        Assert.Equal([3, 0, 0, 0, .. "3:1"u8], bytes);
    }

    [Fact]
    public async Task Infer_HalfPrecisionScores_AreReadAsNumbersAndNaNComesLast()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        foreach ((string type, byte[] bytes) in (IEnumerable<(string, byte[])>)[
            ("FP16", [.. BitConverter.GetBytes(Half.NaN), .. BitConverter.GetBytes((Half)0.5f), .. BitConverter.GetBytes((Half)2f)]),
            ("BF16", [0xC0, 0x7F, 0x00, 0x3F, 0x00, 0x40])])
        {
            JsonElement answer = await host.InferBinaryAsync(
                $"echo-{type}",
                $$$"""{"inputs":[{"name":"x","shape":[3],"datatype":"{{{type}}}","parameters":{"binary_data_size":6}}],"outputs":[{"name":"y","parameters":{"classification":3}}]}""",
                bytes).OkJsonAsync();
            Assert.Equal("""["2:2","0.5:1","NaN:0"]""", answer.GetProperty("outputs")[0].GetProperty("data").GetRawText());
        }
    }

    [Theory]
    [InlineData("echo-FP32", "[1]", "[1]", "0")]
    [InlineData("echo-FP32", "[1]", "[1]", "-1")]
    [InlineData("echo-FP32", "[1]", "[1]", "1.5")]
    [InlineData("echo-FP32", "[1]", "[1]", "\"1\"")]
    [InlineData("echo-FP32", "[1]", "[1]", "1,\"classification\":1")]
    [InlineData("echo-BOOL", "[1]", "[true]", "1")]
    [InlineData("echo-BYTES", "[1]", "[\"a\"]", "1")]
    public async Task Infer_ClassificationThatCannotBe_Is400(string model, string shape, string data, string classes)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        await host.InferAsync(model, Request(model, shape, data, classes)).ErrorAsync(400);
    }

    private static string Request(string model, string shape, string data, string classes) =>
        $$$"""{"inputs":[{"name":"x","shape":{{{shape}}},"datatype":"{{{model.Split('-')[1]}}}","data":{{{data}}} }],"outputs":[{"name":"y","parameters":{"classification":{{{classes}}} }}]}""";
}
