using System.Collections.Concurrent;
using System.Net;

namespace ModelOps.TestServers;

/// <summary>A receiver of webhooks that answers with the given statuses, the last one for ever.</summary>
public sealed class HookReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly int[] _statuses;

    public HookReceiver(params int[] statuses)
    {
        _statuses = statuses;
        Url = new Uri($"http://127.0.0.1:{ServerProcess.FreePort()}/hook/");
        _listener.Prefixes.Add(Url.AbsoluteUri);
        _listener.Start();
        Answering = Task.Run(AnswerAsync);
    }

    public Uri Url { get; }

    public ConcurrentQueue<(WebHeaderCollection Headers, byte[] Body)> Received { get; } = new();

    public Task Answering { get; }

    public void Dispose() => _listener.Close();

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                using MemoryStream body = new();
                await context.Request.InputStream.CopyToAsync(body);
                int status = _statuses[Math.Min(Received.Count, _statuses.Length - 1)];
                Received.Enqueue(((WebHeaderCollection)context.Request.Headers, body.ToArray()));
                if (status == 302) { context.Response.RedirectLocation = Url.AbsoluteUri; }
                context.Response.StatusCode = status;
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
        }
    }
}
