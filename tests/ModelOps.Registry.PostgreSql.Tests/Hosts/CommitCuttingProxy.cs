using System.Net;
using System.Net.Sockets;

namespace ModelOps.Registry.PostgreSql.Tests.Hosts;

/// <summary>Stands between a host and PostgreSQL, and breaks the connection at a commit.</summary>
internal sealed class CommitCuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly int _target;
    private readonly Task _accepting;
    private readonly Lock _lock = new();
    private int _commitsToPass = int.MaxValue;
    private CommitLoss _loss;

    public CommitCuttingProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Cuts { get; private set; }

    /// <summary>Lets some commits pass, and breaks the connection at the next.</summary>
    public void CutAfter(int commits, CommitLoss loss)
    {
        lock (_lock) { (_commitsToPass, _loss) = (commits, loss); }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true) { connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token))); }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient near = client;
        using TcpClient far = new();
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _target, _stopping.Token);
            bool[] isCut = [false];
            await Task.WhenAny(RequestsAsync(near.GetStream(), far.GetStream(), isCut), AnswersAsync(far.GetStream(), near.GetStream(), isCut));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
        {
            // Either end may go at any time.
        }
    }

    private async Task RequestsAsync(NetworkStream from, NetworkStream to, bool[] isCut)
    {
        byte[] buffer = new byte[64 << 10];
        int read;
        while ((read = await ReadAsync(from, buffer)) > 0)
        {
            CommitLoss? loss = buffer.AsSpan(0, read).IndexOf("COMMIT"u8) >= 0 ? TakeCut() : null;
            if (loss == CommitLoss.Request) { return; }
            Volatile.Write(ref isCut[0], loss == CommitLoss.Answer);
            await to.WriteAsync(buffer.AsMemory(0, read), _stopping.Token);
        }
    }

    private async Task AnswersAsync(NetworkStream from, NetworkStream to, bool[] isCut)
    {
        byte[] buffer = new byte[64 << 10];
        int read;
        while ((read = await ReadAsync(from, buffer)) > 0)
        {
            if (Volatile.Read(ref isCut[0])) { return; }
            await to.WriteAsync(buffer.AsMemory(0, read), _stopping.Token);
        }
    }

    private async Task<int> ReadAsync(NetworkStream from, byte[] buffer)
    {
        try
        {
            return await from.ReadAsync(buffer, _stopping.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return 0;
        }
    }

    private CommitLoss? TakeCut()
    {
        lock (_lock)
        {
            if (_commitsToPass-- > 0) { return null; }
            _commitsToPass = int.MaxValue;
            Cuts++;
            return _loss;
        }
    }
}
