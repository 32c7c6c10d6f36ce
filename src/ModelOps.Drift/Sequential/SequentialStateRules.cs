namespace ModelOps.Drift.Sequential;

/// <summary>What saved sequential state must hold to be gone on with.</summary>
internal static class SequentialStateRules
{
    // A detector keeps a few gamblers of each doubling of age, so 63 doublings need fewer.
    private const int MostBets = 1024;

    // Sums of four such stay within 64 bits.
    private const long MostCounted = 1L << 60;

    /// <summary>What is wrong, as a clause; null if nothing.</summary>
    internal static string? Failure(SequentialDocument document, string digest, ReadOnlySpan<long> reference, bool isTest)
    {
        if (document.Format != SequentialDocument.ExpectedFormat || document.Version != SequentialDocument.CurrentVersion)
        {
            return $"it should be '{SequentialDocument.ExpectedFormat}' version {SequentialDocument.CurrentVersion} but says another format or version ({document.Version})";
        }

        if (document.Threshold is null != isTest) { return isTest ? "it is of a detector, not of a test" : "it is of a test, not of a detector"; }
        if (document.Reference != digest) { return "it belongs to another reference"; }
        if (!AreCounts(document.Counts, reference)) { return "its counts do not go on from the reference's"; }
        bool inRange = document is { Observed: >= 0 and < MostCounted, Drawn: >= 0 and < MostCounted, Largest: >= 0 and < double.PositiveInfinity }
            && (isTest || document.Threshold is >= 2 and < double.PositiveInfinity);
        if (!inRange) { return "a number is out of its range"; }
        return AreBets(document.Bets, isTest ? 1 : MostBets, isTest, document.Observed) ? null : "its bets are none";
    }

    private static bool AreCounts(long[] counts, ReadOnlySpan<long> reference)
    {
        bool good = counts.Length == reference.Length;
        long sum = 0;
        for (int i = 0; good && i < counts.Length; i++)
        {
            good = counts[i] >= reference[i] && counts[i] < MostCounted && (sum += counts[i]) < MostCounted;
        }

        return good;
    }

    private static bool AreBets(SequentialBets[] bets, int most, bool exactly, long looks)
    {
        if (bets.Length > most || (exactly && bets.Length != most)) { return false; }
        long before = -1;
        foreach (SequentialBets one in bets)
        {
            if (one is null || one.Start <= before || one.Start > looks || !DirichletBets.CanRestore(one)) { return false; }
            before = one.Start;
        }

        return true;
    }
}
