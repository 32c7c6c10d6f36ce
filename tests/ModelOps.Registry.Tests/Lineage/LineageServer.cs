using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using ModelOps.TestServers;

namespace ModelOps.Registry.Tests.Lineage;

/// <summary>A server on a free port of this machine that keeps what it is sent and answers as told.</summary>
internal sealed class LineageServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public LineageServer()
    {
        Url = new Uri($"http://127.0.0.1:{ServerProcess.FreePort()}/");
        _listener.Prefixes.Add(Url.AbsoluteUri);
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    public Uri Url { get; }

    /// <summary>What was accepted, in order.</summary>
    public ConcurrentQueue<JsonNode> Events { get; } = [];

    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>Says how to answer an event.</summary>
    public Func<JsonNode, int> Answer { get; set; } = static _ => 201;

    public async Task<IReadOnlyList<JsonNode>> WaitAsync(int count)
    {
        for (int i = 0; i < 3_000 && Events.Count < count; i++) { await Task.Delay(10, TestContext.Current.CancellationToken); }
        Assert.True(Events.Count >= count, $"{Events.Count} of {count} events came");
        return [.. Events];
    }

    public void Dispose()
    {
        _listener.Close();
        _serving.Wait(TimeSpan.FromSeconds(10), CancellationToken.None);
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                JsonNode entry = (await JsonNode.ParseAsync(context.Request.InputStream))!;
                Requests.Enqueue($"{context.Request.HttpMethod} {context.Request.RawUrl} {context.Request.ContentType} {context.Request.Headers["Authorization"]}");
                context.Response.StatusCode = Answer(entry);
                if (context.Response.StatusCode is 200 or 201) { Events.Enqueue(entry); }
                context.Response.Close();
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            return; // closed
        }
    }
}
