namespace ModelOps.Drift.SpecialFunctions;

/// <summary>Inverts a monotone function; slow and sure, for critical values that are asked for once a report.</summary>
internal static class Bisection
{
    /// <summary>Where a decreasing function takes a value between two ends.</summary>
    internal static double Decreasing(Func<double, double> function, double value, double low, double high)
    {
        while (true)
        {
            double middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
            {
                return middle;
            }

            if (function(middle) > value)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
    }
}
