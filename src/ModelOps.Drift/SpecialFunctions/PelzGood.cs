namespace ModelOps.Drift.SpecialFunctions;

/// <summary>Distribution function of Kolmogorov's D for large n: the limit with three correction terms in powers of 1/√n.</summary>
/// <remarks>Pelz and Good, "Approximating the lower tail-areas of the Kolmogorov-Smirnov one-sample statistic" (Journal of the Royal
/// Statistical Society B 38(2), 1976).</remarks>
internal static class PelzGood
{
    internal static double Cdf(double d, long n)
    {
        const double Pi2 = Math.PI * Math.PI;
        const double Pi4 = Pi2 * Pi2;
        const double Pi6 = Pi4 * Pi2;
        double root = Math.Sqrt(n);
        double z = d * root;
        double z2 = z * z;
        double z4 = z2 * z2;
        double z6 = z4 * z2;
        double z8 = z4 * z4;

        double k0 = 0, k1 = 0, k2 = 0, k3 = 0, even2 = 0, even3 = 0;
        int terms = (int)Math.Ceiling(16 * z / Math.PI) + 1;
        for (int k = terms; k >= 1; k--)
        {
            double m = k - 0.5;
            double m2 = m * m;
            double m4 = m2 * m2;
            double m6 = m4 * m2;
            double odd = Math.Exp(-Pi2 * m2 / (2 * z2));
            k0 += odd;
            k1 += odd * ((Pi2 * m2) - z2);
            k2 += odd * ((6 * z6) + (2 * z4) + (Pi2 * ((2 * z4) - (5 * z2)) * m2) + (Pi4 * (1 - (2 * z2)) * m4));
            k3 += odd * ((Pi6 * m6 * (5 - (30 * z2))) + (Pi4 * m4 * ((-60 * z2) + (212 * z4)))
                + (Pi2 * m2 * ((135 * z4) - (96 * z6))) - (30 * z6) - (90 * z8));

            double squared = (double)k * k;
            double even = squared * Math.Exp(-Pi2 * squared / (2 * z2));
            even2 += even;
            even3 += even * ((3 * z2) - (Pi2 * squared));
        }

        double scale = Math.Sqrt(2 * Math.PI);
        k0 *= scale / z;
        k1 *= scale / (6 * z4);
        k2 = (k2 * scale / (72 * z6 * z)) - (even2 * Pi2 * scale / (36 * z2 * z));
        k3 = (k3 * scale / (6480 * z8 * z2)) + (even3 * Pi2 * scale / (216 * z6));
        return k0 + (k1 / root) + (k2 / n) + (k3 / (n * root));
    }
}
