using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ModelOps.Serving.AspNetCore.Tests.Fakes;

namespace ModelOps.Serving.AspNetCore.Tests.Health;

public sealed class HealthTests
{
    [Fact]
    public async Task Get_LiveAndReady_FollowTheHost()
    {
        FakeModels models = FakeModels.WithEcho();
        await using TestHost host = await TestHost.StartAsync(models);
        Assert.Equal("""{"live":true}""", (await host.Client.GetAsync("/v2/health/live").OkJsonAsync()).GetRawText());
        Assert.Equal("""{"ready":true}""", (await host.Client.GetAsync("/v2/health/ready/").OkJsonAsync()).GetRawText());
        models.IsReady = false;
        Assert.Equal("""{"live":true}""", (await host.Client.GetAsync("/v2/health/live/").OkJsonAsync()).GetRawText());
        using HttpResponseMessage notReady = await host.Client.GetAsync("/v2/health/ready");
        Assert.Equal("SERVER_NOT_READY", (await Task.FromResult(notReady).ErrorAsync(503)).GetProperty("code").GetString());
        Assert.NotNull(notReady.Headers.RetryAfter);
    }

    [Fact]
    public async Task Get_HealthWhileCallsHang_IsAnswered()
    {
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeModels models = FakeModels.WithEcho();
        models.Before = async (_, _) =>
        {
            begun.TrySetResult();
            await end.Task;
        };
        await using TestHost host = await TestHost.StartAsync(models);
        Task<HttpResponseMessage>[] hanging = [.. Enumerable.Range(0, 64).Select(_ => host.InferAsync("nan", """{"inputs":[]}"""))];
        await begun.Task;
        await host.Client.GetAsync("/v2/health/live").OkJsonAsync();
        await host.Client.GetAsync("/v2/health/ready").OkJsonAsync();
        end.SetResult();
        foreach (Task<HttpResponseMessage> one in hanging) { await one.ErrorAsync(404); }
    }

    [Fact]
    public async Task HealthChecks_Tags_SeparateLiveFromReady()
    {
        FakeModels models = new()
        {
            IsReady = false,
            Models = [new() { Name = "a", Version = "1.0.0", State = ModelState.Loading, Reason = "secret" }],
        };
        await using TestHost host = await TestHost.StartAsync(
            models,
            configure: builder => builder.Services.AddHealthChecks().AddModelOps().AddModelOps(),
            map: app =>
            {
                app.MapHealthChecks("/livez", new HealthCheckOptions { Predicate = static check => check.Tags.Contains("live") });
                app.MapHealthChecks("/readyz", new HealthCheckOptions
                {
                    Predicate = static check => check.Tags.Contains("ready"),
                    ResponseWriter = static (context, report) => context.Response.Body.WriteAsync(
                        JsonSerializer.SerializeToUtf8Bytes(report.Entries.Values.Single().Data)).AsTask(),
                });
            });
        Assert.Equal("Healthy", await host.Client.GetStringAsync("/livez"));
        using (HttpResponseMessage response = await host.Client.GetAsync("/readyz"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.Equal("""{"a:1.0.0":"Loading"}""", await response.Content.ReadAsStringAsync());
        }

        models.IsReady = true;
        using HttpResponseMessage ready = await host.Client.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }
}
