using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelOps.Serving.AspNetCore.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.AspNetCore.Tests.Endpoints;

public sealed class AdminEndpointsTests
{
    private const string Ask = """{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""";

    [Fact]
    public async Task MapModelOpsAdmin_NoAuthorisation_ThrowsWithTheMend()
    {
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => TestHost.StartAsync(FakeModels.WithEcho(), map: static app => app.MapModelOpsAdmin()));
        Assert.Contains("AddAuthorization()", error.Message);
    }

    [Fact]
    public async Task MapModelOpsAdmin_ByDefault_AsksForAuthorisation()
    {
        await using TestHost host = await TestHost.StartAsync(
            FakeModels.WithEcho(),
            configure: static b =>
            {
                b.Services.AddAuthorization();
                b.Services.AddAuthentication("nobody").AddScheme<AuthenticationSchemeOptions, Nobody>("nobody", null);
            },
            map: static app => app.MapModelOpsAdmin());
        foreach (string path in (string[])["repository/models/sum/load", "repository/models/sum/unload", "trace/setting", "models/sum/trace/setting", "logging"])
        {
            using HttpResponseMessage response = await host.Client.PostAsync($"/v2/{path}", content: null);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        await host.Client.GetAsync("/v2/models/sum").OkJsonAsync(); // the others are as they were
    }

    [Fact]
    public async Task LoadAndUnload_ConfiguredModel_WalkThroughTheStates()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("affine.onnx", TestModels.Affine(scale: 2, offset: 1));
        await using TestHost host = await StartAsync(o => o.Models.Add(new() { Name = "affine", File = file, Runtime = "onnxruntime" }));
        await PostAsync(host, "repository/models/affine/load", "").OkJsonAsync();
        Assert.Equal("""[{"name":"affine","version":"1.0.0","state":"READY","reason":""}]""", await IndexAsync(host));
        Assert.Equal("[3,5,7,9]", await AnswerAsync(host, "affine"));

        await PostAsync(host, "repository/models/affine/unload", """{"parameters":{"unload_dependents":true}}""").OkJsonAsync();
        Assert.Equal("""[{"name":"affine","state":"UNAVAILABLE","reason":"unloaded"}]""", await IndexAsync(host));
        Assert.Equal("[]", (await PostAsync(host, "repository/index", """{"ready":true}""").OkJsonAsync()).GetRawText());
        await host.InferAsync("affine", Ask).ErrorAsync(404);
        await PostAsync(host, "repository/models/affine/unload", "").ErrorAsync(404);

        folder.Write("affine.onnx", TestModels.Affine(scale: 3, offset: 0));
        await PostAsync(host, "repository/models/affine/load", """{"parameters":{"config":"{\"runtime\":\"onnxruntime\",\"is_required\":false}"}}""").OkJsonAsync();
        Assert.Equal("[3,6,9,12]", await AnswerAsync(host, "affine"));

        folder.Write("affine.onnx", TestModels.Affine(scale: 4, offset: 0));
        await PostAsync(host, "repository/models/affine/load", "{}").OkJsonAsync(); // loads the file anew
        Assert.Equal("[4,8,12,16]", await AnswerAsync(host, "affine"));

        folder.Write("affine.onnx", [1, 2, 3]);
        await PostAsync(host, "repository/models/affine/load", "{}").ErrorAsync(409);
        Assert.Equal("[4,8,12,16]", await AnswerAsync(host, "affine")); // what was there answers
        Assert.Contains(host.Logs.Entries, static e => e.Id.Id == 2104);
        Assert.Contains(host.Logs.Entries, static e => e.Id.Id == 2105);
    }

    [Theory]
    [InlineData("%20", "")]
    [InlineData("..%2Fetc", "")]
    [InlineData("..", "")]
    [InlineData("a%2Fb", "")]
    [InlineData("a@champion", "")]
    [InlineData("m", "{")]
    [InlineData("m", "[]")]
    [InlineData("m", """{"parameters":7}""")]
    [InlineData("m", """{"parameters":{"any":"x"}}""")]
    [InlineData("m", """{"parameters":{"config":7}}""")]
    [InlineData("m", """{"parameters":{"config":"{"}}""")]
    [InlineData("m", """{"parameters":{"config":"{\"file\":\"/etc/passwd\"}"}}""")]
    [InlineData("m", """{"parameters":{"config":"{\"directory\":\"/etc\"}"}}""")]
    [InlineData("m", """{"parameters":{"config":"{\"aliases\":[7]}"}}""")]
    [InlineData("m", """{"parameters":{"file:1/model.onnx":"not base64"}}""")]
    public async Task Load_NameOrParameterThatIsNone_Is4xx(string model, string body)
    {
        await using TestHost host = await StartAsync(_ => { });
        foreach (string verb in (string[])["load", "unload"])
        {
            if (verb == "unload" && body.Length > 3) { continue; }
            using HttpResponseMessage response = await PostAsync(host, $"repository/models/{model}/{verb}", body);
            Assert.True((int)response.StatusCode is 400 or 404, $"{(int)response.StatusCode}"); // ".." never reaches the server: clients fold it
        }

        Assert.DoesNotContain(host.Logs.Entries, static e => e.Id.Id is 2100 or 2103);
    }

    [Fact]
    public async Task Load_UnknownModel_Is404()
    {
        await using TestHost host = await StartAsync(_ => { });
        await PostAsync(host, "repository/models/nobody/load", "").ErrorAsync(404);
    }

    [Fact]
    public async Task Load_FileInTheRequest_IsRefusedUnlessAllowed()
    {
        string body = $$$"""{"parameters":{"config":"{\"runtime\":\"onnxruntime\"}","file:2/model.onnx":"{{{Convert.ToBase64String(TestModels.Affine(scale: 2, offset: 0))}}}"}}""";
        await using TestHost closed = await StartAsync(_ => { });
        Assert.Equal("MODEL_UPLOAD_NOT_ALLOWED", (await PostAsync(closed, "repository/models/sent/load", body).ErrorAsync(403)).GetProperty("code").GetString());

        using TemporaryFolder folder = new();
        await using TestHost open = await StartAsync(
            _ => { }, b => b.Services.Configure<ModelOpsEndpointOptions>(o => (o.AllowModelUpload, o.UploadFolder) = (true, Path.Combine(folder.Path, "in"))));
        await PostAsync(open, "repository/models/sent/load", body).OkJsonAsync();
        Assert.Equal("[2,4,6,8]", await AnswerAsync(open, "sent/versions/2"));
        Assert.Matches("^[0-9a-f]{64}/model.onnx$", Path.GetRelativePath(Path.Combine(folder.Path, "in"), Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Single()));

        foreach (string name in (string[])["1/../x", "../../x", "/etc/x", "1/", "x", "1/.hidden", "1/a..b", "1/a\\\\b", "v/x", "1/a/b"])
        {
            await PostAsync(open, "repository/models/sent/load", $$$"""{"parameters":{"file:{{{name}}}":"AAAA"}}""").ErrorAsync(400);
        }

        await PostAsync(open, "repository/models/sent/load", """{"parameters":{"file:1/a":"AAAA","file:1/b":"AAAA"}}""").ErrorAsync(400);
        Assert.Single(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Trace_Settings_DecideWhichCallsAreLogged()
    {
        FakeModels models = FakeModels.WithEcho();
        models.Models = [new HostedModelStatus { Name = "echo-FP32", State = ModelState.Ready }];
        await using TestHost host = await StartAsync(models);
        Assert.Equal(
            """{"trace_level":["OFF"],"trace_rate":"1000","trace_count":"-1","log_frequency":"0","trace_file":""}""",
            (await host.Client.GetAsync("/v2/trace/setting").OkJsonAsync()).GetRawText());
        await PostAsync(host, "models/echo-FP32/trace/setting", """{"trace_level":["TIMESTAMPS"],"trace_rate":"2","trace_count":2}""").OkJsonAsync();
        for (int i = 0; i < 9; i++) { await host.InferAsync("echo-FP32", Row).OkJsonAsync(); }
        for (int i = 0; i < 4; i++) { await host.InferAsync("echo-INT8", Row.Replace("FP32", "INT8", StringComparison.Ordinal)).OkJsonAsync(); }
        Assert.Equal(2, host.Logs.Entries.Count(static e => e.Id.Id == 2107 && e.Message.Contains("'echo-FP32' version 1.0.0", StringComparison.Ordinal)));
        Assert.Equal(2, host.Logs.Entries.Count(static e => e.Id.Id == 2107));

        JsonElement reset = await PostAsync(host, "models/echo-FP32/trace/setting", """{"trace_level":null,"trace_rate":null,"trace_count":null}""").OkJsonAsync();
        Assert.Equal("1000", reset.GetProperty("trace_rate").GetString());
        await host.InferAsync("echo-FP32", Row).OkJsonAsync();
        Assert.Equal(2, host.Logs.Entries.Count(static e => e.Id.Id == 2107));
        await host.Client.GetAsync("/v2/models/nobody/trace/setting").ErrorAsync(404);
    }

    [Theory]
    [InlineData("trace/setting", """{"trace_level":["TENSORS"]}""")]
    [InlineData("trace/setting", """{"trace_level":[]}""")]
    [InlineData("trace/setting", """{"trace_level":["OFF","TIMESTAMPS"]}""")]
    [InlineData("trace/setting", """{"trace_rate":0}""")]
    [InlineData("trace/setting", """{"trace_count":"-2"}""")]
    [InlineData("trace/setting", """{"trace_file":"/tmp/x"}""")]
    [InlineData("trace/setting", """{"any":1}""")]
    [InlineData("logging", """{"log_file":"/tmp/x"}""")]
    [InlineData("logging", """{"log_verbose_level":-1}""")]
    [InlineData("logging", """{"log_info":"yes"}""")]
    [InlineData("logging", """{"log_format":"ISO8601"}""")]
    public async Task Post_SettingThatCannotBe_Is400(string path, string body)
    {
        await using TestHost host = await StartAsync(FakeModels.WithEcho());
        await PostAsync(host, path, body).ErrorAsync(400);
    }

    [Fact]
    public async Task Logging_Level_TakesEffectAtOnce()
    {
        await using TestHost host = await StartAsync(FakeModels.WithEcho());
        Assert.Equal(
            """{"log_file":"","log_info":true,"log_warning":true,"log_error":true,"log_verbose_level":1,"log_format":"default"}""",
            (await host.Client.GetAsync("/v2/logging").OkJsonAsync()).GetRawText());
        JsonElement quiet = await PostAsync(host, "logging", """{"log_info":false,"log_warning":false}""").OkJsonAsync();
        Assert.Equal((false, false, true, 0), (quiet.GetProperty("log_info").GetBoolean(), quiet.GetProperty("log_warning").GetBoolean(), quiet.GetProperty("log_error").GetBoolean(), quiet.GetProperty("log_verbose_level").GetInt32()));
        int before = host.Logs.Entries.Count(static e => e.Level < LogLevel.Error);
        await host.InferAsync("nobody", "{}").ErrorAsync(400);
        Assert.Equal(before, host.Logs.Entries.Count(static e => e.Level < LogLevel.Error));
        await PostAsync(host, "logging", """{"log_info":true,"log_verbose_level":1}""").OkJsonAsync();
        await host.InferAsync("nobody", "{}").ErrorAsync(400);
        Assert.True(host.Logs.Entries.Count(static e => e.Level < LogLevel.Error) > before);
    }

    [Fact]
    public async Task Get_Server_NamesTheExtensionsOfAdministration()
    {
        await using TestHost host = await StartAsync(FakeModels.WithEcho());
        string extensions = (await host.Client.GetAsync("/v2").OkJsonAsync()).GetProperty("extensions").GetRawText();
        Assert.All((string[])["\"logging\"", "\"trace\"", "\"model_repository(unload_dependents)\""], name => Assert.Contains(name, extensions));
    }

    private static string Row => """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}""";

    private static async Task<string> IndexAsync(TestHost host) => (await PostAsync(host, "repository/index", "{}").OkJsonAsync()).GetRawText();

    private static async Task<string> AnswerAsync(TestHost host, string model) =>
        (await host.InferAsync(model, Ask).OkJsonAsync()).GetProperty("outputs")[0].GetProperty("data").GetRawText();

    private static Task<HttpResponseMessage> PostAsync(TestHost host, string path, string body) =>
        host.PostAsync($"/v2/{path}", Encoding.UTF8.GetBytes(body), body.Length > 0 ? "application/json" : null);

    private static Task<TestHost> StartAsync(FakeModels models) => TestHost.StartAsync(
        models, configure: static b => b.Services.AddAuthorization(), map: static app => app.MapModelOpsAdmin().AllowAnonymous());

    private static Task<TestHost> StartAsync(Action<ServingOptions> serving, Action<WebApplicationBuilder>? configure = null) => TestHost.StartAsync(
        models: null,
        kestrel: true,
        configure: b =>
        {
            b.Services.AddAuthorization();
            b.Services.AddModelOps().AddServing(serving);
            configure?.Invoke(b);
        },
        map: static app => app.MapModelOpsAdmin().AllowAnonymous());
}
