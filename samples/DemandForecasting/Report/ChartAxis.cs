namespace DemandForecasting.Report;

/// <summary>Maps values to pixels, with round tick values.</summary>
internal sealed class ChartAxis
{
    private readonly double _pixelAtMinimum;
    private readonly double _pixelAtMaximum;

    public ChartAxis(double minimum, double maximum, double pixelAtMinimum, double pixelAtMaximum, int ticks = 5)
    {
        double rough = Math.Max(maximum - minimum, 1e-9) / ticks;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        Minimum = Math.Floor(minimum / step) * step;
        Maximum = Math.Ceiling(maximum / step) * step;
        Ticks = [.. Enumerable.Range(0, (int)Math.Round((Maximum - Minimum) / step) + 1).Select(i => Minimum + (i * step))];
        _pixelAtMinimum = pixelAtMinimum;
        _pixelAtMaximum = pixelAtMaximum;
    }

    public double Minimum { get; }

    public double Maximum { get; }

    public IReadOnlyList<double> Ticks { get; }

    public double this[double value] =>
        _pixelAtMinimum + ((value - Minimum) / (Maximum - Minimum) * (_pixelAtMaximum - _pixelAtMinimum));
}
