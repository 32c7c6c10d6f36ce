namespace ModelOps.Drift.SpecialFunctions;

/// <summary>The power series of <c>ln Γ</c> about 2, for the neighbourhood of its zeros 1 and 2 where other forms lose all digits.</summary>
/// <remarks><c>ln Γ(2 + z) = (1 - γ) z + Σ (-1)^k (ζ(k) - 1) z^k / k</c> for |z| below 2 (Abramowitz and Stegun 6.1.33).</remarks>
internal static class LogGammaNearTwo
{
    private const double OneMinusEuler = 0.42278433509846713;

    // ζ(k) - 1 for k from 2.
    private static readonly double[] ZetaMinusOne =
    [
        0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993,
        0.01734306198444914, 0.008349277381922827, 0.00407735619794434, 0.0020083928260822143,
        0.0009945751278180853, 0.0004941886041194645, 0.0002460865533080483, 0.00012271334757848915,
        6.124813505870483e-05, 3.058823630702049e-05, 1.528225940865187e-05, 7.637197637899763e-06,
        3.81729326499984e-06, 1.908212716553939e-06, 9.539620338727962e-07, 4.769329867878064e-07,
        2.38450502727733e-07, 1.1921992596531106e-07, 5.960818905125948e-08, 2.980350351465228e-08,
        1.4901554828365043e-08, 7.45071178983543e-09, 3.725334024788457e-09, 1.862659723513049e-09,
    ];

    /// <summary><c>ln Γ(2 + z)</c> for |z| at most one half.</summary>
    internal static double Of(double z)
    {
        double sum = 0;
        for (int k = ZetaMinusOne.Length + 1; k >= 2; k--)
        {
            sum = ((k % 2 == 0 ? ZetaMinusOne[k - 2] : -ZetaMinusOne[k - 2]) / k) + (z * sum);
        }

        return z * (OneMinusEuler + (z * sum));
    }
}
