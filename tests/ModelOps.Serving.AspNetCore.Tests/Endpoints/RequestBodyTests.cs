using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.Serving.AspNetCore.Tests.Fakes;

namespace ModelOps.Serving.AspNetCore.Tests.Endpoints;

/// <summary>Over a real server: limits, chunked bodies and callers that leave.</summary>
public sealed class RequestBodyTests
{
    private const string Request = """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}""";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Infer_BodyAboveTheLimit_Is413AndTheServerGoesOn(bool chunked)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho(), kestrel: true, maxBodyBytes: 100_000);
        for (int i = 0; i < 3; i++)
        {
            JsonElement error = await SendAsync(host, new byte[150_000], chunked).ErrorAsync(413);
            Assert.Equal("BODY_TOO_LARGE", error.GetProperty("code").GetString());
            await SendAsync(host, Encoding.UTF8.GetBytes(Request), chunked).OkJsonAsync();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Infer_BodyOfExactlyTheLimit_IsRead(bool chunked)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho(), kestrel: true, maxBodyBytes: 100_000);
        byte[] body = [.. Encoding.UTF8.GetBytes(Request), .. Enumerable.Repeat((byte)' ', 100_000 - Request.Length)];
        await SendAsync(host, body, chunked).OkJsonAsync();
        await SendAsync(host, [.. body, (byte)' '], chunked).ErrorAsync(413);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Infer_BodyAboveTheServersOwnLimit_IsReadUpToOurs(bool chunked)
    {
        await using TestHost host = await TestHost.StartAsync(
            FakeModels.WithEcho(), kestrel: true, configure: builder => builder.WebHost.ConfigureKestrel(o => o.Limits.MaxRequestBodySize = 1000));
        byte[] body = [.. Encoding.UTF8.GetBytes(Request), .. Enumerable.Repeat((byte)' ', 5000)];
        await SendAsync(host, body, chunked).OkJsonAsync();
    }

    [Fact]
    public async Task Infer_BodiesTogetherAboveWhatMayBeHeld_Is503UntilOneIsReleased()
    {
        TaskCompletionSource running = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource mayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeModels models = FakeModels.WithEcho();
        models.Before = async (_, token) =>
        {
            running.TrySetResult();
            await mayEnd.Task.WaitAsync(token);
        };
        await using TestHost host = await TestHost.StartAsync(
            models, kestrel: true, maxBodyBytes: 1_000_000, configure: b => b.Services.Configure<ModelOpsEndpointOptions>(o => o.MaxBufferedBytes = 1_000_000));
        byte[] body = [.. Encoding.UTF8.GetBytes(Request), .. Enumerable.Repeat((byte)' ', 900_000)];

        Task<HttpResponseMessage> first = SendAsync(host, body, chunked: false);
        await running.Task.WaitAsync(TimeSpan.FromSeconds(30));
        for (int i = 0; i < 5; i++)
        {
            HttpResponseMessage refused = await SendAsync(host, body, chunked: i % 2 == 0);
            Assert.NotNull(refused.Headers.RetryAfter);
            JsonElement error = await Task.FromResult(refused).ErrorAsync(503);
            Assert.Equal("TOO_MANY_BODIES", error.GetProperty("code").GetString());
            Assert.Contains("ModelOps:Endpoints:MaxBufferedBytes", error.GetProperty("error").GetString());
        }

        await host.PostAsync("/v2/repository/index", Encoding.UTF8.GetBytes("{}"), "application/json").OkJsonAsync(); // small requests go on
        mayEnd.SetResult();
        await first.OkJsonAsync();
        for (int i = 0; i < 5; i++)
        {
            await SendAsync(host, body, chunked: false).OkJsonAsync();
            await SendAsync(host, [.. body, .. body], chunked: true).ErrorAsync(413);
            await host.PostAsync("/v2/repository/index", [.. body, .. body], "application/json").ErrorAsync(413);
        }
    }

    [Fact]
    public async Task Infer_ContentLengthOfTerabytes_Is413AtOnce()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho(), kestrel: true);
        string answer = await TalkAsync(host, "POST /v2/models/echo-FP32/infer HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000000000\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 413", answer);
        Assert.Contains("BODY_TOO_LARGE", answer);
    }

    [Fact]
    public async Task Infer_CallerLeavesInTheBody_TheServerGoesOn()
    {
        FakeModels models = FakeModels.WithEcho();
        await using TestHost host = await TestHost.StartAsync(models, kestrel: true);
        for (int i = 0; i < 20; i++)
        {
            using TcpClient caller = new();
            await caller.ConnectAsync(host.Address.Host, host.Address.Port);
            caller.LingerState = new LingerOption(i % 2 == 0, 0);
            await caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                "POST /v2/models/echo-FP32/infer HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 500000\r\n\r\n{\"inputs\":"));
            Assert.NotEqual(0, await caller.GetStream().ReadAsync(new byte[64])); // the server reads the body now
        }

        await SendAsync(host, Encoding.UTF8.GetBytes(Request), chunked: false).OkJsonAsync();
        using CancellationTokenSource enough = new(TimeSpan.FromSeconds(30));
        while (host.Logs.Entries.Count(e => e.Id.Id is 2101 or 2102) < 20) { await Task.Delay(5, enough.Token); }
        Assert.DoesNotContain(host.Logs.Entries, e => e.Id.Id is 2100 or 2103);
    }

    [Fact]
    public async Task Infer_CallerLeavesWhileTheModelRuns_CancelsTheRun()
    {
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeModels models = FakeModels.WithEcho();
        models.Before = async (_, token) =>
        {
            begun.TrySetResult();
            try { await Task.Delay(Timeout.Infinite, token); }
            catch (OperationCanceledException) { cancelled.SetResult(); throw; }
        };
        await using TestHost host = await TestHost.StartAsync(models, kestrel: true);
        using CancellationTokenSource leave = new();
        using StringContent content = new(Request, Encoding.UTF8, "application/json");
        Task<HttpResponseMessage> call = host.Client.PostAsync("/v2/models/echo-FP32/infer", content, leave.Token);
        await begun.Task;
        await leave.CancelAsync();
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        models.Before = null;
        await SendAsync(host, Encoding.UTF8.GetBytes(Request), chunked: false).OkJsonAsync();
        Assert.DoesNotContain(host.Logs.Entries, e => e.Id.Id is 2100 or 2103);
    }

    [Fact]
    public async Task Head_Live_HasNoBody()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho(), kestrel: true);
        string answer = await TalkAsync(host, "HEAD /v2/health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200", answer);
        Assert.EndsWith("\r\n\r\n", answer);
    }

    private static async Task<string> TalkAsync(TestHost host, string text)
    {
        using TcpClient caller = new();
        await caller.ConnectAsync(host.Address.Host, host.Address.Port);
        await caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));
        using StreamReader reader = new(caller.GetStream(), Encoding.ASCII);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static async Task<HttpResponseMessage> SendAsync(TestHost host, byte[] body, bool chunked)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/v2/models/echo-FP32/infer") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = body.Length > 100_000;
        return await host.Client.SendAsync(request);
    }
}
