namespace ModelOps.Drift.SpecialFunctions;

/// <summary>Pieces that keep gamma and binomial terms accurate where plain logarithms would cancel.</summary>
internal static class StirlingSeries
{
    internal const double HalfLogTwoPi = 0.91893853320467274178;

    /// <summary><c>ln Γ(x + 1) - ((x + ½) ln x - x + ½ ln 2π)</c>: what Stirling's formula lacks, for x above 0.</summary>
    internal static double Correction(double x)
    {
        // The series needs x of 16 or more for full precision; below, step up by Γ(x + 2) = (x + 1) Γ(x + 1).
        double shift = 0;
        double at = x;
        while (at < 16)
        {
            shift += Step(at);
            at++;
        }

        return shift + Series(at);
    }

    /// <summary><c>ln(1 + u) - u</c> for u above -1, without cancellation near 0.</summary>
    internal static double LogOnePlusMinus(double u)
    {
        if (u is < -0.5 or > 1)
        {
            return Math.Log(1 + u) - u;
        }

        // ln(1 + u) = 2 atanh(r) with r = u / (2 + u).
        double r = u / (2 + u);
        double square = r * r;
        double power = r * square;
        double sum = 0;
        for (int k = 3; ; k += 2)
        {
            double next = sum + (power / k);
            if (next == sum)
            {
                return (2 * sum) - (u * r);
            }

            sum = next;
            power *= square;
        }
    }

    /// <summary><c>x ln(x / mean) + mean - x</c>, the deviance of a count; 0 at x = mean.</summary>
    internal static double Deviance(double x, double mean) => Deviance(x, mean, mean - x);

    /// <summary>The same, given mean - x more accurately than the two tell it.</summary>
    internal static double Deviance(double x, double mean, double excess)
    {
        if (x == 0)
        {
            return mean;
        }

        // Far below x the quotient keeps the digits, near x the difference does.
        return mean < x / 2 ? (x * Math.Log(x / mean)) + excess : -x * LogOnePlusMinus(excess / x);
    }

    // Correction(x) - Correction(x + 1).
    private static double Step(double x)
    {
        double log = x < 1 ? Math.Log((1 + x) / x) : LogOnePlusMinus(1 / x) + (1 / x);
        return ((x + 0.5) * log) - 1;
    }

    private static double Series(double x)
    {
        double inverse = 1 / x;
        double square = inverse * inverse;
        return inverse * ((1 / 12.0) - (square * ((1 / 360.0) - (square * ((1 / 1260.0) - (square * ((1 / 1680.0)
            - (square * ((1 / 1188.0) - (square * (691 / 360360.0)))))))))));
    }
}
