using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using ModelOps.Serving.AspNetCore.Tests.Fakes;

namespace ModelOps.Serving.AspNetCore.Tests.Endpoints;

public sealed class ModelEndpointsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public async Task Get_Server_NamesItsExtensions(string end)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        JsonElement json = await host.Client.GetAsync($"/v2{end}").OkJsonAsync();
        Assert.Equal("modelops", json.GetProperty("name").GetString());
        Assert.Matches(@"^\d+\.\d+\.\d+", json.GetProperty("version").GetString());
        Assert.Equal("""["binary_tensor_data","classification","model_configuration","model_repository","parameters","schedule_policy","sequence","statistics"]""", json.GetProperty("extensions").GetRawText());
    }

    [Theory]
    [InlineData("/v2/models/sum", "sum")]
    [InlineData("/v2/models/sum/", "sum")]
    [InlineData("/v2/models/sum/versions/1", "sum:1")]
    [InlineData("/v2/models/sum/versions/1.0.0/", "sum:1.0.0")]
    [InlineData("/v2/models/sum/versions/champion", "sum@champion")]
    [InlineData("/v2/models/sum@champion", "sum@champion")]
    public async Task Get_Model_DescribesTheReferenceOfThePath(string path, string reference)
    {
        FakeModels models = FakeModels.WithEcho();
        await using TestHost host = await TestHost.StartAsync(models);
        JsonElement json = await host.Client.GetAsync(path).OkJsonAsync();
        Assert.Equal(
            """{"name":"sum","versions":["1.0.0"],"platform":"onnx_onnxv1","inputs":[{"name":"a","datatype":"FP32","shape":[-1]},{"name":"b","datatype":"FP32","shape":[-1]}],"outputs":[{"name":"sum","datatype":"FP32","shape":[-1]},{"name":"difference","datatype":"FP32","shape":[-1]}],"properties":{"digest":"sha256:00"}}""",
            json.GetRawText());
        Assert.Equal(ModelReference.Parse(reference), Assert.Single(models.Asked));
        Assert.True((await host.Client.GetAsync($"{path.TrimEnd('/')}/ready").OkJsonAsync()).GetProperty("ready").GetBoolean());
    }

    [Theory]
    [InlineData("/v2/models/echo-FP32/infer", "echo-FP32")]
    [InlineData("/v2/models/echo-FP32/infer/", "echo-FP32")]
    [InlineData("/v2/models/echo-FP32/versions/1.0.0/infer", "echo-FP32:1.0.0")]
    [InlineData("/v2/models/echo-FP32/versions/challenger/infer/", "echo-FP32@challenger")]
    public async Task Infer_Path_NamesTheReference(string path, string reference)
    {
        FakeModels models = FakeModels.WithEcho();
        await using TestHost host = await TestHost.StartAsync(models);
        await host.PostAsync(path, Encoding.UTF8.GetBytes("""{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}"""), "application/json").OkJsonAsync();
        Assert.Equal(ModelReference.Parse(reference), Assert.Single(models.Asked));
    }

    [Fact]
    public async Task Get_ModelNotReady_Is503WithRetryAfter()
    {
        FakeModels models = FakeModels.WithEcho();
        models.IsReady = false;
        await using TestHost host = await TestHost.StartAsync(models);
        using HttpResponseMessage response = await host.Client.GetAsync("/v2/models/sum/ready");
        Assert.Equal("MODEL_NOT_READY", (await Task.FromResult(response).ErrorAsync(503)).GetProperty("code").GetString());
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Theory]
    [InlineData("GET", "/v2/nothing")]
    [InlineData("GET", "/v2/models//ready")]
    [InlineData("POST", "/v2/models/sum/infer/more")]
    [InlineData("DELETE", "/v2/models")]
    public async Task Send_PathTheProtocolDoesNotHave_Is404WithTheMend(string method, string path)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        JsonElement error = await host.Client.SendAsync(request).ErrorAsync(404);
        Assert.Equal("UNKNOWN_PATH", error.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Get_PathOfTheAppBelowV2_IsTheApps()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho(), map: app => app.MapGet("/v2/{own}", (string own) => Results.Text(own)));
        Assert.Equal("mine", await host.Client.GetStringAsync("/v2/mine"));
    }

    [Theory]
    [InlineData("""{"\ud800":true}""")]
    [InlineData("""{"ready":"\ud800"}""")]
    [InlineData("""{"ready":tru""")]
    public async Task PostIndex_BodyThatIsNoRequest_Is400(string body)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        await host.PostAsync("/v2/repository/index", Encoding.UTF8.GetBytes(body), "application/json").ErrorAsync(400);
    }

    [Fact]
    public async Task PostIndex_States_AreListedAndFiltered()
    {
        FakeModels models = new()
        {
            Models =
            [
                new() { Name = "a", Version = "2.0.0", State = ModelState.Loading, Reason = "it is loading" },
                new() { Name = "a", Version = "1.0.0", State = ModelState.Ready },
                new() { Name = "b", State = ModelState.Unavailable, Reason = "no such alias" },
            ],
        };
        await using TestHost host = await TestHost.StartAsync(models);
        JsonElement all = await host.PostAsync("/v2/repository/index", [], contentType: null).OkJsonAsync();
        Assert.Equal(
            """[{"name":"a","version":"2.0.0","state":"LOADING","reason":"it is loading"},{"name":"a","version":"1.0.0","state":"READY","reason":""},{"name":"b","state":"UNAVAILABLE","reason":"no such alias"}]""",
            all.GetRawText());
        Assert.Equal(3, (await host.PostAsync("/v2/repository/index/", "{\"ready\":false}"u8.ToArray(), "application/json").OkJsonAsync()).GetArrayLength());
        JsonElement ready = await host.PostAsync("/v2/repository/index", "{\"ready\":true}"u8.ToArray(), "application/json").OkJsonAsync();
        Assert.Equal("1.0.0", Assert.Single(ready.EnumerateArray()).GetProperty("version").GetString());
        foreach (string wrong in (string[])["{\"ready\":1}", "{", "[]", "{\"ready\":true,\"ready\":true}", "{} x"])
        {
            await host.PostAsync("/v2/repository/index", Encoding.UTF8.GetBytes(wrong), "application/json").ErrorAsync(400);
        }
    }

    [Fact]
    public async Task Get_Prefix_IsBeforeV2()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho(), prefix: "/ml");
        await host.Client.GetAsync("/ml/v2").OkJsonAsync();
        using HttpResponseMessage response = await host.Client.GetAsync("/v2");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
