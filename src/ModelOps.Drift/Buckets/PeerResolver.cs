using System.Net;
using System.Net.Sockets;

namespace ModelOps.Drift.Buckets;

/// <summary>Finds the replicas behind host names: one for each address.</summary>
internal sealed class PeerResolver(IEnumerable<Uri> peers, Func<string, CancellationToken, Task<IPAddress[]>> lookUp)
{
    private readonly Uri[] _peers = [.. peers];

    /// <summary>Looks all names up, each time anew: pods come and go.</summary>
    /// <param name="tellFailed">Is told of names that have no address.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    internal async Task<IReadOnlyList<Peer>> FindAsync(Action<string, PeerFailureException> tellFailed, CancellationToken cancellationToken)
    {
        HashSet<Peer> found = [];
        foreach (Uri peer in _peers)
        {
            try
            {
                IPAddress[] addresses = IPAddress.TryParse(peer.IdnHost, out IPAddress? numeric) ? [numeric] : await lookUp(peer.IdnHost, cancellationToken).ConfigureAwait(false);
                if (addresses.Length == 0) { tellFailed(peer.Authority, Unresolved()); }
                foreach (IPAddress address in addresses) { found.Add(At(peer, address)); }
            }
            catch (Exception error) when (error is SocketException or ArgumentException)
            {
                tellFailed(peer.Authority, Unresolved());
            }
        }

        return [.. found.OrderBy(static peer => peer.Base, StringComparer.Ordinal)];
    }

    private static PeerFailureException Unresolved() => new(PeerFailureException.Unresolved, "its name has no address. Check it, and whether it is the name of a headless service");

    private static Peer At(Uri peer, IPAddress address)
    {
        string host = address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
        string named = peer.HostNameType == UriHostNameType.IPv6 ? peer.Authority : peer.IsDefaultPort ? peer.IdnHost : $"{peer.IdnHost}:{peer.Port}";
        return new Peer($"{peer.Scheme}://{host}:{peer.Port}{peer.AbsolutePath.TrimEnd('/')}", named);
    }
}
