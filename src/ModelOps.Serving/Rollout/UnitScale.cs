namespace ModelOps.Serving;

/// <summary>Values from 0 to 1 as whole numbers, so that sums and sums of squares can be counted without locks and without rounding.</summary>
internal static class UnitScale
{
    private const int Bits = 18; // squares take 36 bits, so 2^27 values of 1 fit between two looks

    public static long ToCount(double value) => (long)Math.Round(Math.Clamp(value, 0, 1) * (1 << Bits));

    public static double ToSum(long counts) => (double)counts / (1 << Bits);

    public static double ToSquares(long counts) => (double)counts / (1L << (2 * Bits));
}
