namespace ModelOps.Benchmarks.Dense;

/// <summary>Sees that two sides answer alike before they are compared.</summary>
internal static class Answers
{
    private const float Tolerance = 1e-4f;

    public static void CheckClose(string model, ReadOnlySpan<float> ours, ReadOnlySpan<float> peers)
    {
        for (int i = 0; i < peers.Length; i++)
        {
            if (!(MathF.Abs(ours[i] - peers[i]) <= Tolerance * (1 + MathF.Abs(peers[i]))))
            {
                throw new InvalidOperationException($"Ours and the peer differ on '{model}', element {i}: {ours[i]:R} against {peers[i]:R}. The comparison would mean nothing.");
            }
        }
    }
}
