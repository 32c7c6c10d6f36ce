using System.Text.Json;
using ModelOps.Serving.AspNetCore.Tests.Fakes;

namespace ModelOps.Serving.AspNetCore.Tests.Endpoints;

public sealed class InferJsonTests
{
    private static string Echo(string type, string shape, string data) =>
        $$"""{"inputs":[{"name":"x","datatype":"{{type}}","shape":{{shape}},"data":{{data}}}]}""";

    [Fact]
    public async Task Infer_TwoInputs_AnswersAllOutputsInOrder()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        JsonElement json = await host.InferAsync("sum", """
            {"id":"42","inputs":[{"name":"b","shape":[2],"datatype":"FP32","data":[10,20]},{"name":"a","shape":[2],"datatype":"FP32","data":[1,2.5]}]}
            """).OkJsonAsync();
        Assert.Equal(
            """{"model_name":"sum","model_version":"1.0.0","id":"42","outputs":[{"name":"sum","datatype":"FP32","shape":[2],"data":[11,22.5]},{"name":"difference","datatype":"FP32","shape":[2],"data":[-9,-17.5]}]}""",
            json.GetRawText());
    }

    [Fact]
    public async Task Infer_RequestedOutputs_AnswersThoseInThatOrder()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        const string Inputs = """ "inputs":[{"name":"a","shape":[1],"datatype":"FP32","data":[1]},{"name":"b","shape":[1],"datatype":"FP32","data":[2]}] """;
        JsonElement both = await host.InferAsync("sum", $$"""{ {{Inputs}}, "outputs":[{"name":"difference"},{"name":"sum"}]}""").OkJsonAsync();
        Assert.Equal(["difference", "sum"], both.GetProperty("outputs").EnumerateArray().Select(o => o.GetProperty("name").GetString()!));
        JsonElement one = await host.InferAsync("sum", $$"""{"outputs":[{"name":"difference"}], {{Inputs}} }""").OkJsonAsync();
        Assert.Equal("difference", Assert.Single(one.GetProperty("outputs").EnumerateArray()).GetProperty("name").GetString());
        Assert.False(one.TryGetProperty("id", out _));
    }

    [Fact]
    public async Task Infer_NullForWhatIsLeftOut_IsTakenAsLeftOut()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        JsonElement json = await host.InferAsync("echo-FP32", """
            {"id":null,"parameters":null,"outputs":null,"inputs":[{"name":"x","shape":[1],"datatype":"FP32","parameters":null,"data":[1]}]}
            """).OkJsonAsync();
        Assert.False(json.TryGetProperty("id", out _));
        await host.InferAsync("echo-FP32", """{"inputs":null}""").ErrorAsync(400);
        await host.InferAsync("echo-FP32", """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":null}]}""").ErrorAsync(400);
    }

    [Theory]
    [InlineData("FP32", "[2,3]", "[1,2,3,4,5,6]")]
    [InlineData("FP32", "[2,3]", "[[1,2,3],[4,5,6]]")]
    public async Task Infer_FlatOrNested_IsTheSame(string type, string shape, string data)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        JsonElement json = await host.InferAsync($"echo2-{type}", Echo(type, shape, data)).OkJsonAsync();
        Assert.Equal("[1,2,3,4,5,6]", json.GetProperty("outputs")[0].GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Infer_DataBeforeShapeAndDatatype_IsRead()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        JsonElement json = await host.InferAsync(
            "echo2-INT32", """{"inputs":[{"data":[[1,2],[3,4]],"shape":[2,2],"unknown":{"a":[1]},"datatype":"INT32","name":"x"}],"unknown":[[]]}""").OkJsonAsync();
        Assert.Equal("[1,2,3,4]", json.GetProperty("outputs")[0].GetProperty("data").GetRawText());
    }

    [Theory]
    [InlineData("echo-FP32", "FP32", "[0]", "[]")]
    [InlineData("echo2-FP32", "FP32", "[2,0]", "[]")]
    [InlineData("echo2-FP32", "FP32", "[2,0]", "[[],[]]")]
    [InlineData("echo2-BYTES", "BYTES", "[0,7]", "[]")]
    public async Task Infer_ZeroSizedDimension_IsAnEmptyTensor(string model, string type, string shape, string data)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        JsonElement output = (await host.InferAsync(model, Echo(type, shape, data)).OkJsonAsync()).GetProperty("outputs")[0];
        Assert.Equal("[]", output.GetProperty("data").GetRawText());
        Assert.Equal(shape, output.GetProperty("shape").GetRawText());
    }

    [Fact]
    public async Task Infer_Scalar_HasEmptyShapeAndOneElement()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        JsonElement output = (await host.InferAsync("scalar-FP64", Echo("FP64", "[]", "[0.1]")).OkJsonAsync()).GetProperty("outputs")[0];
        Assert.Equal("[]", output.GetProperty("shape").GetRawText());
        Assert.Equal("[0.1]", output.GetProperty("data").GetRawText());
    }

    [Theory]
    [InlineData("BOOL", "[true,false]")]
    [InlineData("UINT8", "[0,255]")]
    [InlineData("UINT16", "[0,65535]")]
    [InlineData("UINT32", "[0,4294967295]")]
    [InlineData("UINT64", "[0,18446744073709551615]")]
    [InlineData("INT8", "[-128,127]")]
    [InlineData("INT16", "[-32768,32767]")]
    [InlineData("INT32", "[-2147483648,2147483647]")]
    [InlineData("INT64", "[-9223372036854775808,9223372036854775807]")]
    [InlineData("FP32", "[3.4028235E+38,-1E-45]")]
    [InlineData("FP64", "[1.7976931348623157E+308,5E-324]")]
    [InlineData("BYTES", """["a","\u00E4"]""")]
    public async Task Infer_LargestAndSmallestValue_AreExact(string type, string data)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        JsonElement json = await host.InferAsync($"echo-{type}", Echo(type, "[2]", data)).OkJsonAsync();
        Assert.Equal(data, json.GetProperty("outputs")[0].GetProperty("data").GetRawText());
    }

    [Theory]
    [InlineData("BOOL", "0")]
    [InlineData("BOOL", "\"true\"")]
    [InlineData("UINT8", "300")]
    [InlineData("UINT8", "-1")]
    [InlineData("UINT16", "65536")]
    [InlineData("UINT32", "4294967296")]
    [InlineData("UINT32", "-1")]
    [InlineData("UINT64", "18446744073709551616")]
    [InlineData("UINT64", "-1")]
    [InlineData("INT8", "128")]
    [InlineData("INT8", "-129")]
    [InlineData("INT16", "32768")]
    [InlineData("INT32", "2147483648")]
    [InlineData("INT64", "9223372036854775808")]
    [InlineData("INT32", "1.5")]
    [InlineData("INT32", "1.0")]
    [InlineData("INT32", "1e2")]
    [InlineData("INT32", "\"1\"")]
    [InlineData("FP32", "1e999")]
    [InlineData("FP32", "3.5e38")]
    [InlineData("FP64", "-1e999")]
    [InlineData("FP32", "null")]
    [InlineData("FP32", "\"NaN\"")]
    [InlineData("FP32", "true")]
    [InlineData("FP32", "{}")]
    [InlineData("BYTES", "1")]
    [InlineData("FP16", "1")]
    [InlineData("BF16", "1")]
    public async Task Infer_ValueThatIsNotOfTheDatatype_Is400AndNamesInput(string type, string value)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        JsonElement error = await host.InferAsync($"echo-{type}", Echo(type, "[1]", $"[{value}]")).ErrorAsync(400);
        Assert.Equal("INVALID_REQUEST", error.GetProperty("code").GetString());
        Assert.Equal("x", error.GetProperty("input").GetString());
        Assert.Equal($"echo-{type}", error.GetProperty("model").GetString());
        Assert.NotEmpty(error.GetProperty("expected").GetString()!);
        Assert.NotEmpty(error.GetProperty("actual").GetString()!);
    }

    [Theory]
    [InlineData("[2]", "[1]")]
    [InlineData("[2]", "[1,2,3]")]
    [InlineData("[2]", "[[1,2]]")]
    [InlineData("[2,2]", "[[1,2],[3]]")]
    [InlineData("[2,2]", "[[1,2],[3,4],[5,6]]")]
    [InlineData("[2,2]", "[[1,2]]")]
    [InlineData("[2,2]", "[1,[2,3],4]")]
    [InlineData("[2,2]", "[[1,2],3,4]")]
    [InlineData("[2,2]", "[[[1],[2]],[[3],[4]]]")]
    [InlineData("[]", "[]")]
    [InlineData("[]", "[[1]]")]
    [InlineData("[]", "1")]
    [InlineData("[0]", "[1]")]
    [InlineData("[-1]", "[1]")]
    [InlineData("[1.5]", "[1]")]
    [InlineData("[\"1\"]", "[1]")]
    [InlineData("[[1]]", "[1]")]
    [InlineData("1", "[1]")]
    [InlineData("null", "[1]")]
    [InlineData("[9223372036854775807]", "[1]")]
    [InlineData("[9223372036854775808]", "[1]")]
    [InlineData("[4294967296,4294967296]", "[1]")]
    [InlineData("[2147483647]", "[1]")]
    [InlineData("[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]", "[1]")]
    public async Task Infer_ElementsThatDoNotFitTheShape_Is400(string shape, string data)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        await host.InferAsync("echo-INT32", Echo("INT32", shape, data)).ErrorAsync(400);
        string dataFirst = $$"""{"inputs":[{"data":{{data}},"name":"x","datatype":"INT32","shape":{{shape}}}]}""";
        await host.InferAsync("echo-INT32", dataFirst).ErrorAsync(400);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"inputs\":{}}")]
    [InlineData("{\"inputs\":[1]}")]
    [InlineData("{\"inputs\":[{}]}")]
    [InlineData("{\"inputs\":[]} {}")]
    [InlineData("{\"inputs\":[],}")]
    [InlineData("{\"inputs\":[]/**/}")]
    [InlineData("{\"inputs\":[],\"inputs\":[]}")]
    [InlineData("{\"id\":7,\"inputs\":[]}")]
    [InlineData("{\"id\":\"\\ud800\",\"inputs\":[]}")]
    [InlineData("{\"inputs\":[],\"outputs\":[{}]}")]
    [InlineData("{\"inputs\":[],\"outputs\":[7]}")]
    [InlineData("{\"inputs\":[],\"outputs\":{}}")]
    [InlineData("{\"inputs\":[],\"parameters\":7}")]
    [InlineData("{\"inputs\":[],\"parameters\":{\"any\":[1]}}")]
    [InlineData("{\"inputs\":[],\"parameters\":{\"any\":{}}}")]
    [InlineData("{\"inputs\":[],\"parameters\":{\"any\":null}}")]
    [InlineData("{\"inputs\":[],\"parameters\":{\"binary_data_output\":\"yes\"}}")]
    [InlineData("{\"inputs\":[{\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]}]}")]
    [InlineData("{\"inputs\":[{\"name\":7,\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"a\",\"datatype\":\"FP32\",\"data\":[1]}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"a\",\"shape\":[1],\"data\":[1]}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"a\",\"shape\":[1],\"datatype\":\"FP32\"}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"a\",\"shape\":[1],\"datatype\":\"fp32\",\"data\":[1]}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"a\",\"shape\":[1],\"datatype\":\"FP99\",\"data\":[1]}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"a\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1],\"data\":[2]}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"a\",\"shape\":[1],\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]}]}")]
    public async Task Infer_BodyThatCannotBeRead_Is400(string body)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        Assert.Equal("INVALID_REQUEST", (await host.InferAsync("sum", body).ErrorAsync(400)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Infer_InvalidUtf8_Is400()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        byte[] body = [.. "{\"inputs\":[],\"id\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        await host.PostAsync("/v2/models/sum/infer", body, "application/json").ErrorAsync(400);
    }

    [Theory]
    [InlineData(99, 200)]
    [InlineData(100, 400)]
    public async Task Infer_NestingOfTheWholeBody_MayBeHundredDeep(int arrays, int status)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        string nested = new string('[', arrays) + new string(']', arrays);
        string body = $$"""{"unknown":{{nested}},"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}""";
        using HttpResponseMessage response = await host.InferAsync("echo-FP32", body);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("""{"inputs":[{"name":"a","shape":[1],"datatype":"FP32","data":[1]}]}""", "b")]
    [InlineData("""{"inputs":[{"name":"a","shape":[1],"datatype":"FP32","data":[1]},{"name":"a","shape":[1],"datatype":"FP32","data":[1]}]}""", "a")]
    [InlineData("""{"inputs":[{"name":"a","shape":[1],"datatype":"FP32","data":[1]},{"name":"c","shape":[1],"datatype":"FP32","data":[1]}]}""", "c")]
    [InlineData("""{"inputs":[{"name":"a","shape":[1],"datatype":"FP64","data":[1]},{"name":"b","shape":[1],"datatype":"FP32","data":[1]}]}""", "a")]
    [InlineData("""{"inputs":[{"name":"a","shape":[1,1],"datatype":"FP32","data":[1]},{"name":"b","shape":[1],"datatype":"FP32","data":[1]}]}""", "a")]
    [InlineData("""{"inputs":[{"name":"a","shape":[1],"datatype":"FP32","data":[1]},{"name":"b","shape":[1],"datatype":"FP32","data":[1]}],"outputs":[{"name":"z"}]}""", "z")]
    [InlineData("""{"inputs":[{"name":"a","shape":[1],"datatype":"FP32","data":[1]},{"name":"b","shape":[1],"datatype":"FP32","data":[1]}],"outputs":[{"name":"sum"},{"name":"sum"}]}""", "sum")]
    public async Task Infer_TensorsThatDoNotFitTheSignature_Is400AndNamesTensor(string body, string tensor)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        Assert.Equal(tensor, (await host.InferAsync("sum", body).ErrorAsync(400)).GetProperty("input").GetString());
    }

    [Fact]
    public async Task Infer_OutputThatIsNotFinite_IsNullInJson()
    {
        FakeModels models = FakeModels.WithEcho();
        models.Add("nan", new ModelSignature([], [new("y", TensorDataType.Float32, [4])]), static (_, response) =>
            new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f }.CopyTo(response.Outputs.Add("y", TensorDataType.Float32, [4]).AsSpan<float>()));
        await using TestHost host = await TestHost.StartAsync(models);
        JsonElement json = await host.InferAsync("nan", """{"inputs":[]}""").OkJsonAsync();
        Assert.Equal("[null,null,null,-0]", json.GetProperty("outputs")[0].GetProperty("data").GetRawText());
        (_, byte[] bytes) = await host.InferAsync("nan", """{"inputs":[],"parameters":{"binary_data_output":true}}""").OkBinaryAsync();
        Assert.Equal([.. new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f }.SelectMany(BitConverter.GetBytes)], bytes);
    }

    [Fact]
    public async Task Infer_OutputWithoutJsonForm_Is400WithTheMend()
    {
        FakeModels models = FakeModels.WithEcho();
        await using TestHost host = await TestHost.StartAsync(models);
        foreach (string type in (string[])["FP16", "BF16"])
        {
            const string Head = """ "inputs":[{"name":"x","shape":[1],"datatype":"FP16","parameters":{"binary_data_size":2}}] """;
            JsonElement error = await host.InferBinaryAsync($"echo-{type}", $"{{{Head.Replace("FP16", type)}}}", [1, 2]).ErrorAsync(400);
            Assert.Contains("binary_data", error.GetProperty("error").GetString());
        }

        string bytes = """{"inputs":[{"name":"x","shape":[1],"datatype":"BYTES","parameters":{"binary_data_size":5}}]}""";
        await host.InferBinaryAsync("echo-BYTES", bytes, [1, 0, 0, 0, 0xFF]).ErrorAsync(400);
    }

    [Fact]
    public async Task Infer_EscapedAndUnicodeStrings_KeepTheirBytes()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        string[] texts = ["", "plain", "\"quoted\\\"", "\u0000\n", "ä€😀", new string('z', 5000)];
        JsonElement json = await host.InferAsync("echo-BYTES", Echo("BYTES", "[6]", JsonSerializer.Serialize(texts))).OkJsonAsync();
        Assert.Equal(texts, json.GetProperty("outputs")[0].GetProperty("data").EnumerateArray().Select(e => e.GetString()!));
        await host.InferAsync("echo-BYTES", Echo("BYTES", "[1]", "[\"\\udc00\"]")).ErrorAsync(400);
    }

    [Fact]
    public async Task Infer_LargeTensor_ComesBackWhole()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho(), kestrel: true);
        int[] values = [.. Enumerable.Range(0, 300_000)];
        JsonElement json = await host.InferAsync("echo-INT32", Echo("INT32", "[300000]", JsonSerializer.Serialize(values))).OkJsonAsync();
        Assert.Equal(values, json.GetProperty("outputs")[0].GetProperty("data").EnumerateArray().Select(e => e.GetInt32()));
    }
}
