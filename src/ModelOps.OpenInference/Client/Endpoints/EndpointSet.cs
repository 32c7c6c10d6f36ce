namespace ModelOps.OpenInference.Client.Endpoints;

/// <summary>Chooses a server for each try: of two taken by chance the one with less to do.</summary>
/// <remarks>Source of the rule: M. Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", IEEE TPDS 12(10), 2001.</remarks>
internal sealed class EndpointSet(ServerEndpoint[] endpoints, ulong seed) : IDisposable
{
    private ulong _random = seed;

    public int Count => endpoints.Length;

    /// <summary>Chooses a server that the call has not asked yet; when all were asked, any that is eligible; when none is, any.</summary>
    public ServerEndpoint Choose(Attempts attempts)
    {
        ulong eligible = 0;
        for (int i = 0; i < endpoints.Length; i++)
        {
            if (endpoints[i].IsEligible) { eligible |= 1UL << i; }
        }

        ulong asked = attempts.Asked;
        ulong candidates = (eligible & ~asked) != 0 ? eligible & ~asked : eligible != 0 ? eligible : All & ~asked;
        int chosen = OfTwo(candidates == 0 ? All : candidates);
        attempts.Add(chosen);
        return endpoints[chosen];
    }

    /// <summary>Whether there is an eligible server that the call has not asked yet.</summary>
    public bool HasFresh(Attempts attempts)
    {
        for (int i = 0; i < endpoints.Length; i++)
        {
            if ((attempts.Asked & (1UL << i)) == 0 && endpoints[i].IsEligible) { return true; }
        }

        return false;
    }

    /// <summary>A number from 0 to below 1.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    public void Dispose()
    {
        foreach (ServerEndpoint endpoint in endpoints) { endpoint.Dispose(); }
    }

    private ulong All => endpoints.Length == 64 ? ulong.MaxValue : (1UL << endpoints.Length) - 1;

    private int OfTwo(ulong candidates)
    {
        int count = System.Numerics.BitOperations.PopCount(candidates);
        if (count == 1) { return System.Numerics.BitOperations.TrailingZeroCount(candidates); }
        int first = (int)(Next() % (ulong)count);
        int second = (int)(Next() % (ulong)(count - 1));
        if (second >= first) { second++; }
        int one = IndexOf(candidates, first);
        int other = IndexOf(candidates, second);
        return endpoints[one].IsBusierThan(endpoints[other]) ? other : one;
    }

    private static int IndexOf(ulong bits, int nth)
    {
        for (; nth > 0; nth--) { bits &= bits - 1; }
        return System.Numerics.BitOperations.TrailingZeroCount(bits);
    }

    // SplitMix64: a counter and a mix, so that threads need no lock. Source: G. Steele et al., "Fast Splittable Pseudorandom Number Generators", 2014.
    private ulong Next()
    {
        ulong z = Interlocked.Add(ref _random, 0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
