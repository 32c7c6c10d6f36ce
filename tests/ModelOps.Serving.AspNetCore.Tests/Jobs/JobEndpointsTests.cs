using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using ModelOps.Serving.AspNetCore.Tests.Fakes;

namespace ModelOps.Serving.AspNetCore.Tests.Jobs;

public sealed class JobEndpointsTests
{
    private const string Body = """{"id":"7","inputs":[{"name":"x","datatype":"FP32","shape":[3],"data":[1.5,2,3]}]}""";
    private const string Infer = "/v2/models/echo-FP32/infer-async";
    private static readonly (string, string) Operator = ("X-Operator", "1");

    [Fact]
    public async Task InferAsync_Json_GivesWhatTheCallThatWaitsGives()
    {
        await using JobApp app = await JobApp.StartAsync();
        using HttpResponseMessage accepted = await app.SendAsync(HttpMethod.Post, Infer, Body);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        string location = accepted.Headers.Location!.ToString();

        JsonElement job = await app.UntilEndedAsync(location);
        Assert.Equal("SUCCEEDED", job.GetProperty("state").GetString());
        using HttpResponseMessage result = await app.SendAsync(HttpMethod.Get, $"{location}/result");
        using HttpResponseMessage direct = await app.SendAsync(HttpMethod.Post, "/v2/models/echo-FP32/infer", Body);

        Assert.Equal(HttpStatusCode.OK, result.StatusCode);
        Assert.Equal(await direct.Content.ReadAsStringAsync(), await result.Content.ReadAsStringAsync());
        Assert.Equal(direct.Content.Headers.ContentType, result.Content.Headers.ContentType);
    }

    [Fact]
    public async Task InferAsync_BinaryOutputsAsked_GivesTheSameBytes()
    {
        await using JobApp app = await JobApp.StartAsync();
        const string body = """{"inputs":[{"name":"x","datatype":"FP16","shape":[2],"parameters":{"binary_data_size":4}}],"outputs":[{"name":"y","parameters":{"binary_data":true}}]}""";
        byte[] all = [.. System.Text.Encoding.UTF8.GetBytes(body), 0, 60, 0, 64];
        using HttpResponseMessage accepted = await app.Host.PostAsync("/v2/models/echo-FP16/infer-async", all, "application/octet-stream", $"{body.Length}");
        string location = accepted.Headers.Location!.ToString();
        await app.UntilEndedAsync(location);

        (JsonElement json, byte[] tensors) = await app.SendAsync(HttpMethod.Get, $"{location}/result").OkBinaryAsync();

        Assert.Equal([0, 60, 0, 64], tensors);
        Assert.Equal("FP16", json.GetProperty("outputs")[0].GetProperty("datatype").GetString());
    }

    [Fact]
    public async Task InferAsync_BodyThatDoesNotFit_IsRefusedAtOnce()
    {
        await using JobApp app = await JobApp.StartAsync();

        await app.SendAsync(HttpMethod.Post, Infer, """{"inputs":[{"name":"z","datatype":"FP32","shape":[1],"data":[1]}]}""").ErrorAsync(400);
        await app.SendAsync(HttpMethod.Post, "/v2/models/nope/infer-async", Body).ErrorAsync(404);
        await app.SendAsync(HttpMethod.Post, Infer, "{").ErrorAsync(400);
        JsonElement error = await app.SendAsync(HttpMethod.Post, Infer, Body, ("ModelOps-Webhook", "https://example.com/")).ErrorAsync(400);
        Assert.Equal("JOB_REFUSED", error.GetProperty("code").GetString());
    }

    [Fact]
    public async Task InferAsync_SameIdempotencyKey_IsOneJobAndOtherWorkAConflict()
    {
        await using JobApp app = await JobApp.StartAsync();

        using HttpResponseMessage one = await app.SendAsync(HttpMethod.Post, Infer, Body, ("Idempotency-Key", "k"));
        using HttpResponseMessage two = await app.SendAsync(HttpMethod.Post, Infer, Body, ("Idempotency-Key", "k"));
        JsonElement conflict = await app.SendAsync(HttpMethod.Post, "/v2/models/echo-FP32@champion/infer-async", Body, ("Idempotency-Key", "k")).ErrorAsync(409);

        Assert.Equal(one.Headers.Location, two.Headers.Location);
        Assert.Equal("JOB_CONFLICT", conflict.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Jobs_OfAnotherTenant_AreNotThere()
    {
        await using JobApp app = await JobApp.StartAsync();
        using HttpResponseMessage accepted = await app.SendAsync(HttpMethod.Post, Infer, Body, ("X-Tenant", "a"));
        string location = accepted.Headers.Location!.ToString();
        await app.UntilEndedAsync(location, ("X-Tenant", "a"));

        foreach ((string, string)[] other in new (string, string)[][] { [("X-Tenant", "b")], [] })
        {
            await app.SendAsync(HttpMethod.Get, location, null, other).ErrorAsync(404);
            await app.SendAsync(HttpMethod.Get, $"{location}/result", null, other).ErrorAsync(404);
            await app.SendAsync(HttpMethod.Delete, location, null, other).ErrorAsync(404);
            JsonElement list = await app.SendAsync(HttpMethod.Get, "/v2/jobs", null, other).OkJsonAsync();
            Assert.Equal(0, list.GetProperty("jobs").GetArrayLength());
        }

        JsonElement own = await app.SendAsync(HttpMethod.Get, "/v2/jobs?state=succeeded&limit=1", null, ("X-Tenant", "a")).OkJsonAsync();
        Assert.Equal("a", own.GetProperty("jobs")[0].GetProperty("tenant").GetString());
        Assert.True(own.TryGetProperty("next", out _));
    }

    [Fact]
    public async Task Cancel_RunningJob_EndsIt()
    {
        FakeModels models = FakeModels.WithEcho();
        models.Before = static (_, token) => new ValueTask(Task.Delay(Timeout.Infinite, token));
        await using JobApp app = await JobApp.StartAsync(models, static jobs => jobs.Lease = TimeSpan.FromSeconds(1));
        using HttpResponseMessage accepted = await app.SendAsync(HttpMethod.Post, Infer, Body);
        string location = accepted.Headers.Location!.ToString();
        using HttpResponseMessage early = await app.SendAsync(HttpMethod.Get, $"{location}/result");
        Assert.Equal(HttpStatusCode.Accepted, early.StatusCode);
        Assert.NotNull(early.Headers.RetryAfter);

        using HttpResponseMessage cancelled = await app.SendAsync(HttpMethod.Delete, location);

        Assert.True(cancelled.IsSuccessStatusCode);
        Assert.Equal("CANCELLED", (await app.UntilEndedAsync(location)).GetProperty("state").GetString());
        await app.SendAsync(HttpMethod.Get, $"{location}/result").ErrorAsync(409);
    }

    [Fact]
    public async Task Depth_ForAScaler_IsPlainNumbers()
    {
        await using JobApp app = await JobApp.StartAsync(configure: static jobs => jobs.Concurrency = 0);
        for (int i = 0; i < 3; i++) { (await app.SendAsync(HttpMethod.Post, Infer, Body)).Dispose(); }

        JsonElement depth = await app.SendAsync(HttpMethod.Get, "/v2/jobs/depth").OkJsonAsync();

        Assert.Equal((3, 3, 0), (depth.GetProperty("ready").GetInt32(), depth.GetProperty("backlog").GetInt32(), depth.GetProperty("running").GetInt32()));
        Assert.True(depth.GetProperty("oldest_age_seconds").GetDouble() >= 0);
    }

    [Fact]
    public async Task Admin_WithoutAuthorisation_IsRefusedAndWithItReplaysDeadLetters()
    {
        FakeModels models = FakeModels.WithEcho();
        bool broken = true;
        models.Add("flaky", new ModelSignature([], []), (_, _) => { if (Volatile.Read(ref broken)) { throw new InvalidOperationException("away"); } });
        await using JobApp app = await JobApp.StartAsync(models, static jobs => jobs.MaxAttempts = 2);
        using HttpResponseMessage accepted = await app.SendAsync(HttpMethod.Post, "/v2/models/flaky/infer-async", """{"inputs":[]}""", ("X-Tenant", "a"));
        string location = accepted.Headers.Location!.ToString();
        Assert.Equal("DEAD", (await app.UntilEndedAsync(location, ("X-Tenant", "a"))).GetProperty("state").GetString());
        string id = location.Split('/')[^1];

        foreach ((HttpMethod method, string path) in new[] { (HttpMethod.Get, "/v2/admin/jobs"), (HttpMethod.Get, "/v2/admin/jobs/dead"), (HttpMethod.Post, $"/v2/admin/jobs/{id}/replay") })
        {
            using HttpResponseMessage refused = await app.SendAsync(method, path);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        JsonElement dead = await app.SendAsync(HttpMethod.Get, "/v2/admin/jobs/dead", null, Operator).OkJsonAsync();
        Assert.Equal(id, dead.GetProperty("jobs")[0].GetProperty("id").GetString());
        Volatile.Write(ref broken, false);
        using HttpResponseMessage replayed = await app.SendAsync(HttpMethod.Post, $"/v2/admin/jobs/{id}/replay", null, Operator);
        Assert.Equal("QUEUED", (await replayed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("state").GetString());
        Assert.Equal("SUCCEEDED", (await app.UntilEndedAsync(location, ("X-Tenant", "a"))).GetProperty("state").GetString());
        await app.SendAsync(HttpMethod.Post, $"/v2/admin/jobs/{id}/replay", null, Operator).ErrorAsync(409);
    }

    [Theory]
    [InlineData("/v2/jobs?limit=0")]
    [InlineData("/v2/jobs?limit=x")]
    [InlineData("/v2/jobs?state=1")]
    [InlineData("/v2/jobs?state=nope")]
    [InlineData("/v2/jobs?after=%27%3B--")]
    public async Task List_HostileQuery_IsRefused(string path)
    {
        await using JobApp app = await JobApp.StartAsync();
        await app.SendAsync(HttpMethod.Get, path).ErrorAsync(400);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("..%2F..")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    public async Task Get_NoIdentifier_IsNotFound(string id)
    {
        await using JobApp app = await JobApp.StartAsync();
        await app.SendAsync(HttpMethod.Get, $"/v2/jobs/{id}").ErrorAsync(404);
    }

    [Fact]
    public async Task MapModelOpsJobs_WithoutAQueue_NamesTheVerb()
    {
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => TestHost.StartAsync(FakeModels.WithEcho(), map: static app => app.MapModelOpsJobs()));
        Assert.Contains("AddJobs()", error.Message, StringComparison.Ordinal);
    }
}
