using System.Net;
using System.Net.Sockets;

namespace ModelOps.TestServers;

/// <summary>Ports that belong to this process until it ends, so that a server can be started, killed and started again on one.</summary>
/// <remarks>
/// They lie below those that systems give to who asks for any port, and to the own ends of connections (Linux from 32768, others from 49152):
/// nobody gets one by chance between the choice and the server's start. The same number of UDP, bound for as long as the process lives, keeps the tests of
/// other processes from it.
/// </remarks>
internal static class Ports
{
    private const int First = 20_000;
    private const int Count = 12_000;
    private static readonly List<Socket> Held = [];
    private static int _next = Environment.ProcessId * 101 % Count;

    public static int Take()
    {
        for (int tries = 0; tries < Count; tries++)
        {
            int port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            if (TryHold(port)) { return port; }
        }

        throw new InvalidOperationException($"No port from {First} to {First + Count - 1} is free.");
    }

    private static bool TryHold(int port)
    {
        Socket hold = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ExclusiveAddressUse = true };
        try
        {
            hold.Bind(new IPEndPoint(IPAddress.Loopback, port));
            using TcpListener listener = new(IPAddress.Loopback, port);
            listener.Start();
        }
        catch (SocketException)
        {
            hold.Dispose();
            return false;
        }

        lock (Held) { Held.Add(hold); } // a socket that nobody holds is closed
        return true;
    }
}
