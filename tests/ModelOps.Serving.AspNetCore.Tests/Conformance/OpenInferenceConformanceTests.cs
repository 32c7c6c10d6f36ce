using System.Text.Json;
using ModelOps.Serving.AspNetCore.Tests.Fakes;

namespace ModelOps.Serving.AspNetCore.Tests.Conformance;

/// <summary>The list of what a server of the protocol must do and peers get wrong, over real Kestrel. Loading and the arithmetic of statistics have
/// tests of their own: <c>AdminEndpointsTests</c> and <c>StatisticsEndpointsTests</c>.</summary>
public sealed partial class OpenInferenceConformanceTests(ConformanceHost fixture) : IClassFixture<ConformanceHost>
{
    private TestHost Host => fixture.Host;

    [Fact]
    public async Task Health_WhileModelsLoadAndAllOthersWait_IsAnswered()
    {
        FakeModels models = FakeModels.WithEcho();
        models.IsReady = false;
        TaskCompletionSource mayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
        models.Before = (_, token) => new ValueTask(mayEnd.Task.WaitAsync(token));
        await using TestHost busy = await TestHost.StartAsync(models, kestrel: true);
        Task<HttpResponseMessage>[] waiting = [.. Enumerable.Range(0, 64).Select(_ => busy.InferAsync("echo-FP32", Request("FP32", "[1]", "[1]")))];
        Assert.True((await busy.Client.GetAsync("/v2/health/live").OkJsonAsync()).GetProperty("live").GetBoolean());
        await busy.Client.GetAsync("/v2/health/ready").ErrorAsync(503);
        mayEnd.SetResult();
        foreach (Task<HttpResponseMessage> call in waiting) { await call.OkJsonAsync(); }
    }

    [Theory]
    [InlineData("/v2/health/live")]
    [InlineData("/v2/health/ready")]
    [InlineData("/v2")]
    [InlineData("/v2/models/sum")]
    [InlineData("/v2/models/sum/ready")]
    [InlineData("/v2/models/sum/config")]
    [InlineData("/v2/models/sum/versions/1")]
    [InlineData("/v2/models/sum/versions/1/ready")]
    [InlineData("/v2/models/sum/versions/1/config")]
    [InlineData("/v2/models/stats")]
    public async Task Path_WithAndWithoutTrailingSlash_IsTheSame(string path) => Assert.Equal(
        (await Host.Client.GetAsync(path).OkJsonAsync()).GetRawText(), (await Host.Client.GetAsync($"{path}/").OkJsonAsync()).GetRawText());

    [Fact]
    public async Task Metadata_WithAndWithoutVersion_IsTheSame()
    {
        string without = (await Host.Client.GetAsync("/v2/models/sum").OkJsonAsync()).GetRawText();
        Assert.Equal(without, (await Host.Client.GetAsync("/v2/models/sum/versions/1.0.0").OkJsonAsync()).GetRawText());
        await Host.Client.GetAsync("/v2/models/SUM").ErrorAsync(404); // names are case-sensitive
    }

    [Theory]
    [InlineData("\"id\":\"42\",", "42")]
    [InlineData("\"id\":\"\",", "")]
    [InlineData("", null)]
    public async Task Id_IsEchoedOrAbsent(string member, string? expected)
    {
        JsonElement answer = await Host.InferAsync("echo-FP32", Request("FP32", "[1]", "[1]").Insert(1, member)).OkJsonAsync();
        Assert.Equal(expected, answer.TryGetProperty("id", out JsonElement id) ? id.GetString() : null);
    }

    [Theory]
    [InlineData("[1,2,3,4,5,6]")]
    [InlineData("[[1,2,3],[4,5,6]]")]
    public async Task Data_FlatOrNested_IsTheSame(string data) => await AnswersAsync("echo2-INT32", Request("INT32", "[2,3]", data), "[1,2,3,4,5,6]", "[2,3]");

    [Theory]
    [InlineData("[[1,2],[3,4],[5,6]]")]
    [InlineData("[[1,2,3],[4,5]]")]
    [InlineData("[1,[2,3],[4,5,6]]")]
    [InlineData("[1,2,3,4,5]")]
    [InlineData("[1,2,3,4,5,6,7]")]
    [InlineData("[[[1,2,3]],[[4,5,6]]]")]
    [InlineData("7")]
    public async Task Data_NotOfTheShape_Is400(string data) => await RefusedAsync("echo2-INT32", Request("INT32", "[2,3]", data));

    [Theory]
    [InlineData("echo-FP32", "[0]", "[]")]
    [InlineData("echo2-INT64", "[3,0]", "[]")]
    [InlineData("scalar-FP64", "[]", "[2.5]")]
    [InlineData("scalar-BYTES", "[]", "[\"a\"]")]
    public async Task Shape_ZeroSizedOrScalar_IsAnswered(string model, string shape, string data) => await AnswersAsync(model, Request(model.Split('-')[1], shape, data), data, shape);

    [Theory]
    [InlineData("[-1]")]
    [InlineData("[4294967296,4294967296]")]
    [InlineData("[9223372036854775807,9223372036854775807]")]
    [InlineData("[1.5]")]
    [InlineData("[\"1\"]")]
    [InlineData("[9223372036854775808]")]
    [InlineData("[1000000000]")]
    public async Task Shape_NegativeOverflowingOrTooLarge_Is400(string shape) => await RefusedAsync("echo2-FP32", Request("FP32", shape, "[1]"));

    [Theory]
    [InlineData(99, 200)]
    [InlineData(100, 400)]
    [InlineData(50_000, 400)]
    public async Task Nesting_100IsTakenAnd101Refused(int arrays, int status)
    {
        string body = Request("FP32", "[1]", "[1]").Insert(1, $"\"unknown\":{new string('[', arrays)}{new string(']', arrays)},");
        using HttpResponseMessage response = await Host.InferAsync("echo-FP32", body);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("""{"inputs":[{"name":"a","shape":[1],"datatype":"FP32","data":[1]},{"name":"a","shape":[1],"datatype":"FP32","data":[1]}]}""")]
    [InlineData("""{"inputs":[{"name":"a","shape":[1],"datatype":"FP32","data":[1]}]}""")]
    [InlineData("""{"inputs":[{"name":"a","shape":[1],"datatype":"FP32","data":[1]},{"name":"c","shape":[1],"datatype":"FP32","data":[1]}]}""")]
    [InlineData("""{"inputs":[{"name":"a","shape":[1],"datatype":"FP64","data":[1]},{"name":"b","shape":[1],"datatype":"FP32","data":[1]}]}""")]
    [InlineData("""{"inputs":[{"name":"a","shape":[1],"datatype":"fp32","data":[1]},{"name":"b","shape":[1],"datatype":"FP32","data":[1]}]}""")]
    [InlineData("""{"inputs":[{"name":"a","shape":[1,1],"datatype":"FP32","data":[1]},{"name":"b","shape":[1],"datatype":"FP32","data":[1]}]}""")]
    [InlineData("""{"inputs":[{"name":"a","shape":[1],"datatype":"FP32","data":[1]},{"name":"b","shape":[1],"datatype":"FP32","data":[1]}],"outputs":[{"name":"sum"},{"name":"sum"}]}""")]
    [InlineData("""{"inputs":[{"name":"a","shape":[1],"datatype":"FP32","data":[1]},{"name":"b","shape":[1],"datatype":"FP32","data":[1]}],"outputs":[{"name":"product"}]}""")]
    [InlineData("""{"id":"no inputs"}""")]
    [InlineData("""{"inputs":[],"inputs":[]}""")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("")]
    public async Task Tensors_TwiceMissingUnknownOrOfAnotherKind_Is400(string body) => await RefusedAsync("sum", body);

    [Theory]
    [InlineData("UINT8", "0", "255", "-1", "256")]
    [InlineData("UINT16", "0", "65535", "-1", "65536")]
    [InlineData("UINT32", "0", "4294967295", "-1", "4294967296")]
    [InlineData("UINT64", "0", "18446744073709551615", "-1", "18446744073709551616")]
    [InlineData("INT8", "-128", "127", "-129", "128")]
    [InlineData("INT16", "-32768", "32767", "-32769", "32768")]
    [InlineData("INT32", "-2147483648", "2147483647", "-2147483649", "2147483648")]
    [InlineData("INT64", "-9223372036854775808", "9223372036854775807", "-9223372036854775809", "9223372036854775808")]
    public async Task Integer_EndsOfItsRange_AreTakenAndBeyondRefused(string type, string least, string most, string below, string above)
    {
        await AnswersAsync($"echo-{type}", Request(type, "[2]", $"[{least},{most}]"), $"[{least},{most}]", "[2]");
        foreach (string wrong in (string[])[below, above, "1.5", "1e0", "\"1\"", "true", "null"]) { await RefusedAsync($"echo-{type}", Request(type, "[1]", $"[{wrong}]")); }
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("1e39")]
    [InlineData("\"NaN\"")]
    [InlineData("null")]
    public async Task Number_NotFinite_HasNoJsonForm(string value) => await RefusedAsync("echo-FP32", Request("FP32", "[1]", $"[{value}]"));

    [Fact]
    public async Task Number_NotFinite_IsNullInJsonAndItselfInBinaryForm()
    {
        JsonElement json = await Host.InferAsync("special", """{"inputs":[]}""").OkJsonAsync();
        Assert.Equal("[null,null,1]", json.GetProperty("outputs")[0].GetProperty("data").GetRawText());
        (_, byte[] bytes) = await Host.InferAsync("special", """{"inputs":[],"parameters":{"binary_data_output":true}}""").OkBinaryAsync();
        Assert.True(float.IsNaN(BitConverter.ToSingle(bytes, 0)) && float.IsPositiveInfinity(BitConverter.ToSingle(bytes, 4)));
    }

    [Theory]
    [InlineData("FP16")]
    [InlineData("BF16")]
    public async Task HalfPrecision_InJson_Is400AndSaysWhy(string type)
    {
        JsonElement error = await Host.InferAsync($"echo-{type}", Request(type, "[1]", "[1]")).ErrorAsync(400);
        Assert.Contains("binary", error.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_Unicode_ComesBack() =>
        await AnswersAsync("echo-BYTES", Request("BYTES", "[3]", """["\u00e4\ud83d\ude00","","\u0000x"]"""), """["\u00E4\uD83D\uDE00","","\u0000x"]""", "[3]");

    [Fact]
    public async Task Outputs_SubsetAndOrder_AreAsAsked()
    {
        const string Inputs = """{"inputs":[{"name":"a","shape":[1],"datatype":"FP32","data":[3]},{"name":"b","shape":[1],"datatype":"FP32","data":[1]}]""";
        foreach (string[] wanted in (string[][])[["difference"], ["sum"], ["difference", "sum"], ["sum", "difference"]])
        {
            string outputs = string.Join(',', wanted.Select(static name => $"{{\"name\":\"{name}\"}}"));
            JsonElement answer = await Host.InferAsync("sum", $"{Inputs},\"outputs\":[{outputs}]}}").OkJsonAsync();
            Assert.Equal(wanted, answer.GetProperty("outputs").EnumerateArray().Select(static o => o.GetProperty("name").GetString()));
        }

        Assert.Equal(2, (await Host.InferAsync("sum", Inputs + "}").OkJsonAsync()).GetProperty("outputs").GetArrayLength());
    }

    [Theory]
    [InlineData("parameters", "[1]")]
    [InlineData("parameters", "{\"a\":[1]}")]
    [InlineData("parameters", "{\"a\":{}}")]
    [InlineData("parameters", "{\"a\":null}")]
    [InlineData("parameters", "{\"triton_x\":1}")]
    public async Task Parameter_OfIllegalKindOrName_Is400(string member, string value) =>
        await RefusedAsync("echo-FP32", Request("FP32", "[1]", "[1]").Insert(1, $"\"{member}\":{value},"));

    [Fact]
    public async Task Errors_HaveTheStatusesOfTheTable()
    {
        await Host.InferAsync("nobody", Request("FP32", "[1]", "[1]")).ErrorAsync(404);
        await Host.InferAsync("sum/versions/7", Request("FP32", "[1]", "[1]")).ErrorAsync(404);
        await Host.Client.GetAsync("/v2/models/sum/infer").ErrorAsync(405);
        await Host.Client.GetAsync("/v2/nothing").ErrorAsync(404);
        await Host.PostAsync("/v2/models/echo-FP32/infer", new byte[(4 << 20) + 1], "application/json").ErrorAsync(413);
        await Host.InferAsync("echo-FP32", Request("FP32", "[1]", "[1]"), "text/plain").ErrorAsync(415);
    }

    private static string Request(string type, string shape, string data) =>
        $$"""{"inputs":[{"name":"x","shape":{{shape}},"datatype":"{{type}}","data":{{data}} }]}""";

    private async Task AnswersAsync(string model, string body, string data, string shape)
    {
        JsonElement output = (await Host.InferAsync(model, body).OkJsonAsync()).GetProperty("outputs")[0];
        Assert.Equal(("y", shape, data), (output.GetProperty("name").GetString(), output.GetProperty("shape").GetRawText(), output.GetProperty("data").GetRawText()));
    }

    private async Task RefusedAsync(string model, string body)
    {
        JsonElement error = await Host.InferAsync(model, body).ErrorAsync(400);
        Assert.Equal("INVALID_REQUEST", error.GetProperty("code").GetString());
    }
}
