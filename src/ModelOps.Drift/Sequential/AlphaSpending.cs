using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Sequential;

/// <summary>Shares a level out over repeated looks, for tests with ordinary p-values: a look alarms at its own share, and all looks
/// together at most at
/// the level (Bonferroni over looks; valid however the looks depend on each other).</summary>
/// <remarks>Lan and DeMets, "Discrete sequential boundaries for clinical trials" (1983). Where looks are many,
/// <see cref="SequentialDriftTest"/> loses less
/// power.</remarks>
public static class AlphaSpending
{
    /// <summary>Level of one look of an endless sequence: alpha · 6 / (π k)².</summary>
    /// <param name="alpha">Level of all looks together, above 0 and below 1.</param>
    /// <param name="look">The look, counted from 1.</param>
    /// <returns>The look's level; the levels of all looks sum to alpha.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The look is below 1.</exception>
    public static double AtLook(double alpha, long look)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(look, 1);
        return alpha * 6 / (Math.PI * look * Math.PI * look);
    }

    /// <summary>Level spent up to a share of the planned data, little early and most at the end (O'Brien and Fleming's shape).</summary>
    /// <param name="alpha">Level of the whole plan, above 0 and below 1.</param>
    /// <param name="fraction">Share of the data seen, 0 to 1.</param>
    /// <returns>The level spent; a look's own level is the increase since the look before. NaN if an argument is out of range.</returns>
    public static double OBrienFleming(double alpha, double fraction) => IsInRange(alpha, fraction)
        ? fraction == 0 ? 0 : 2 * NormalDistribution.Survival(NormalDistribution.InverseSurvival(alpha / 2) / Math.Sqrt(fraction))
        : double.NaN;

    /// <summary>Level spent up to a share of the planned data, about evenly (Pocock's shape).</summary>
    /// <param name="alpha">Level of the whole plan, above 0 and below 1.</param>
    /// <param name="fraction">Share of the data seen, 0 to 1.</param>
    /// <returns>The level spent; a look's own level is the increase since the look before. NaN if an argument is out of range.</returns>
    public static double Pocock(double alpha, double fraction) => IsInRange(alpha, fraction)
        ? alpha * Math.Log(1 + ((Math.E - 1) * fraction))
        : double.NaN;

    private static bool IsInRange(double alpha, double fraction) => alpha is > 0 and < 1 && fraction is >= 0 and <= 1;
}
