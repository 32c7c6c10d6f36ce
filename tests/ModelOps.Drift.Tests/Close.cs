namespace ModelOps.Drift.Tests;

/// <summary>Compares numbers by relative error.</summary>
internal static class Close
{
    public static void To(double expected, double actual, double relative = 1e-9, string? what = null)
    {
        double error = Error(expected, actual);
        Assert.True(error <= relative, $"{what} expected {expected:R} but found {actual:R}, relative error {error:E2}");
    }

    public static double Error(double expected, double actual) =>
        expected.Equals(actual) ? 0 : Math.Abs(actual - expected) / Math.Abs(expected);
}
