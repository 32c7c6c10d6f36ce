namespace ModelOps.Serving.Batching;

/// <summary>Learns what a run of n rows takes, as <c>a n + b</c>, from the runs themselves. Times are in ticks of <see cref="TimeSpan"/>. Not thread-safe.</summary>
/// <remarks>Least squares in which a run counts 2 % less with each later one. A time that is far off is drawn in to a few times the usual
/// error first, as in Huber's M-estimator, so that a pause of the machine hardly counts while a model that stays slower is followed within
/// tens of runs. Sources: serving by BentoML for the model; Huber, "Robust estimation of a location parameter", 1964.</remarks>
internal sealed class RunCost
{
    private const double Kept = 0.98;
    private const double ErrorRate = 0.05;
    private const double FarOff = 3;
    private const double Guard = 2; // times the usual error
    private const int Trusting = 3; // so many runs count in full, for want of an error to compare with
    private double _weight;
    private double _rows;
    private double _rowsSquared;
    private double _time;
    private double _rowsTime;

    /// <summary>Time that each row adds.</summary>
    public double PerRow { get; private set; }

    /// <summary>Time of a run apart from its rows.</summary>
    public double Fixed { get; private set; }

    /// <summary>Usual error of a prediction.</summary>
    public double Error { get; private set; }

    /// <summary>Runs seen.</summary>
    public int Runs { get; private set; }

    /// <summary>A cost that starts from what is known of another.</summary>
    public static RunCost Like(RunCost other) => (RunCost)other.MemberwiseClone();

    public double Of(int rows) => (PerRow * rows) + Fixed;

    /// <summary>What a run seldom exceeds.</summary>
    public double AtMost(int rows) => Of(rows) + (Guard * Error);

    public void Observe(int rows, double time)
    {
        if (Runs >= Trusting)
        {
            double off = time - Of(rows);
            double most = FarOff * Math.Max(Error, 1);
            double counted = Math.Clamp(off, -most, most);
            Error += ErrorRate * (Math.Abs(counted) - Error);
            time = Of(rows) + counted;
        }
        else
        {
            Error = time * 0.25;
        }

        Runs++;
        _weight = (_weight * Kept) + 1;
        _rows = (_rows * Kept) + rows;
        _rowsSquared = (_rowsSquared * Kept) + ((double)rows * rows);
        _time = (_time * Kept) + time;
        _rowsTime = (_rowsTime * Kept) + (rows * time);
        Fit();
    }

    private void Fit()
    {
        double meanRows = _rows / _weight;
        double meanTime = _time / _weight;
        double spread = (_rowsSquared / _weight) - (meanRows * meanRows);
        double perRow = spread > 1e-3 * meanRows * meanRows
            ? ((_rowsTime / _weight) - (meanRows * meanTime)) / spread
            : Runs > 1 ? Math.Min(PerRow, meanTime / meanRows) : 0; // all of one size: they tell nothing new of what a row adds
        perRow = Math.Clamp(perRow, 0, meanTime / meanRows);
        PerRow = perRow;
        Fixed = meanTime - (perRow * meanRows);
    }
}
