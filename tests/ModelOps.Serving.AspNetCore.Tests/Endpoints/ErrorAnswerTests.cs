using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using ModelOps.Serving.AspNetCore.Tests.Fakes;

namespace ModelOps.Serving.AspNetCore.Tests.Endpoints;

public sealed class ErrorAnswerTests
{
    private const string Request = """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}""";

    public static TheoryData<Exception, int, string> Failures => new()
    {
        { new ModelNotFoundException("m", []), 404, "MODEL_NOT_FOUND" },
        { new ModelVersionNotFoundException(ModelReference.Parse("m@a"), []), 404, "MODEL_VERSION_NOT_FOUND" },
        { new ModelNotReadyException("m", "it is loading"), 503, "MODEL_NOT_READY" },
        { new InvalidInferenceRequestException("wrong"), 400, "INVALID_REQUEST" },
        { new ModelVersionConflictException("m", "1"), 409, "MODEL_VERSION_CONFLICT" },
        { new ModelLoadException("m", "why"), 409, "MODEL_LOAD_FAILED" },
        { new OfKind(ModelOpsErrorKind.ResourceExhausted), 429, "OF_KIND" },
        { new OfKind(ModelOpsErrorKind.Unavailable), 503, "OF_KIND" },
        { new OfKind(ModelOpsErrorKind.DataLoss), 500, "OF_KIND" },
        { new ModelExecutionException("m", "secret /srv/path"), 500, "MODEL_EXECUTION_FAILED" },
        { new OperationCanceledException(), 503, "RUN_ENDED" },
        { new InvalidOperationException("secret /srv/path"), 500, "INTERNAL" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Infer_Failure_HasItsStatusAndTheServerGoesOn(Exception failure, int status, string code)
    {
        FakeModels models = FakeModels.WithEcho();
        models.Add("failing", new ModelSignature([new("x", TensorDataType.Float32, [1])], []), (_, _) => throw failure);
        await using TestHost host = await TestHost.StartAsync(models);
        using HttpResponseMessage response = await host.InferAsync("failing", Request);
        JsonElement error = await Task.FromResult(response).ErrorAsync(status);
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Equal(status is 503, response.Headers.RetryAfter is not null && error.GetProperty("retry_after").GetInt64() >= 1);
        Assert.DoesNotContain("secret", error.GetRawText());
        Assert.Equal(status == 500, host.Logs.Entries.Any(e => e.Level == LogLevel.Error && e.Id.Id == 2100 && e.Exception == failure));
        await host.InferAsync("echo-FP32", Request).OkJsonAsync();
    }

    [Fact]
    public async Task Infer_BrokenInputRules_AreListed()
    {
        FakeModels models = FakeModels.WithEcho();
        models.Add("strict", new ModelSignature([new("x", TensorDataType.Float32, [1])], []), static (_, _) => throw new InvalidInferenceRequestException("wrong")
        {
            Violations = [new("x", 3, "range", "0 to 10") { Column = 1, Actual = "11" }, new(null, null, "rows", "1 to 5 rows")],
        });
        await using TestHost host = await TestHost.StartAsync(models);

        JsonElement error = await host.InferAsync("strict", Request).ErrorAsync(400);

        Assert.Equal(
            """[{"input":"x","row":3,"column":1,"rule":"range","expected":"0 to 10","actual":"11"},{"rule":"rows","expected":"1 to 5 rows"}]""",
            error.GetProperty("errors").GetRawText());
    }

    [Fact]
    public async Task Infer_UnknownModel_Is404WithItsName()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        Assert.Equal("nobody", (await host.InferAsync("nobody", Request).ErrorAsync(404)).GetProperty("model").GetString());
        await host.Client.GetAsync("/v2/models/nobody").ErrorAsync(404);
        await host.Client.GetAsync("/v2/models/nobody/ready").ErrorAsync(404);
        await host.Client.GetAsync("/v2/models/sum/versions/9").ErrorAsync(404);
    }

    [Theory]
    [InlineData("/v2/models/.x")]
    [InlineData("/v2/models/x%20")]
    [InlineData("/v2/models/a%2Fb")]
    [InlineData("/v2/models/..%2F..%2Fetc")]
    [InlineData("/v2/models/sum@")]
    [InlineData("/v2/models/sum/versions/1.2")]
    [InlineData("/v2/models/sum/versions/v1")]
    [InlineData("/v2/models/sum/versions/0")]
    [InlineData("/v2/models/sum@a/versions/1")]
    public async Task Get_NameThatIsNotOne_Is400(string path)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        Assert.Equal("INVALID_MODEL_REFERENCE", (await host.Client.GetAsync(path).ErrorAsync(400)).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("text/plain", null)]
    [InlineData("application/x-www-form-urlencoded", null)]
    [InlineData("multipart/form-data; boundary=x", null)]
    [InlineData("application/json; charset=utf-16", null)]
    [InlineData("application/json", "br")]
    [InlineData("application/json", "compress")]
    public async Task Infer_ContentTypeOrEncodingNotUnderstood_Is415(string type, string? encoding)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        using StringContent content = new(Request);
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (encoding is not null) { content.Headers.ContentEncoding.Add(encoding); }
        JsonElement error = await host.Client.PostAsync("/v2/models/echo-FP32/infer", content).ErrorAsync(415);
        Assert.Equal("UNSUPPORTED_MEDIA_TYPE", error.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("Application/JSON")]
    [InlineData("application/octet-stream")]
    public async Task Infer_ContentTypeUnderstood_IsAnswered(string? type)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        await host.InferAsync("echo-FP32", Request, type).OkJsonAsync();
    }

    [Theory]
    [InlineData("GET", "/v2/models/sum/infer", "POST")]
    [InlineData("PUT", "/v2/models/sum/versions/1/infer", "POST")]
    [InlineData("GET", "/v2/repository/index", "POST")]
    [InlineData("POST", "/v2", "GET, HEAD")]
    [InlineData("DELETE", "/v2/models/sum", "GET, HEAD")]
    [InlineData("POST", "/v2/health/live", "GET, HEAD")]
    public async Task Any_WrongMethod_Is405AndSaysTheRightOne(string method, string path, string allowed)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        using HttpResponseMessage response = await host.Client.SendAsync(request);
        await Task.FromResult(response).ErrorAsync(405);
        Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow));
    }

    [Theory]
    [InlineData("/v2/repository/models/sum/load")]
    [InlineData("/v2/repository/models/sum/unload")]
    public async Task Post_Admin_IsNotThere(string path)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        using HttpResponseMessage response = await host.Client.PostAsync(path, content: null);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private sealed class OfKind(ModelOpsErrorKind kind) : ModelOpsException(kind, "OF_KIND", kind == ModelOpsErrorKind.DataLoss ? "secret" : "Told.");
}
