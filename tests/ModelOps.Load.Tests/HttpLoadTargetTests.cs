using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ModelOps.Load.Tests;

public sealed class HttpLoadTargetTests
{
    [Theory]
    [InlineData(200, nameof(LoadOutcome.Succeeded))]
    [InlineData(429, nameof(LoadOutcome.Rejected))]
    [InlineData(503, nameof(LoadOutcome.Rejected))]
    [InlineData(400, nameof(LoadOutcome.Failed))]
    public async Task CallAsync_Status_IsTheOutcome(int status, string expected)
    {
        string? seen = null;
        await using WebApplication server = await StartAsync(async context =>
        {
            using StreamReader reader = new(context.Request.Body);
            seen = $"{context.Request.ContentType} {context.Request.Headers["X-Key"]} {await reader.ReadToEndAsync()}";
            context.Response.StatusCode = status;
        });
        using HttpLoadTarget target = new(new Uri(server.Urls.Single()), "{}"u8.ToArray(), "application/json", [new("X-Key", "k")]);

        Assert.Equal(expected, (await target.CallAsync(TimeSpan.Zero, TestContext.Current.CancellationToken)).ToString());
        Assert.Equal("application/json k {}", seen);
    }

    [Fact]
    public async Task CallAsync_ServerGone_Fails()
    {
        WebApplication server = await StartAsync(static _ => Task.CompletedTask);
        using HttpLoadTarget target = new(new Uri(server.Urls.Single()), [], "text/plain", []);
        await server.DisposeAsync();

        Assert.Equal(LoadOutcome.Failed, await target.CallAsync(TimeSpan.Zero, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Result_AsJson_NamesWhatWasMeasured()
    {
        LoadStepResult step = await new LoadRunner(new FakeTarget(TimeSpan.Zero, TimeSpan.Zero), null, 1)
            .RunAsync(new ClosedLoopStep(1, TimeSpan.FromMilliseconds(20)), TestContext.Current.CancellationToken);

        using JsonDocument json = JsonDocument.Parse(JsonSerializer.Serialize(new LoadResult("http://h/", 5, 0, 1, [step]), LoadJson.Default.LoadResult));

        JsonElement read = json.RootElement.GetProperty("steps")[0];
        Assert.Equal("closed", read.GetProperty("mode").GetString());
        Assert.Equal(step.Answered, read.GetProperty("answered").GetInt64());
        Assert.Equal(step.Latency!.P999, read.GetProperty("latency").GetProperty("p999").GetInt64());
    }

    private static async Task<WebApplication> StartAsync(RequestDelegate handler)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication server = builder.Build();
        server.Run(handler);
        await server.StartAsync();
        return server;
    }
}
