namespace ModelOps.Drift.Statistics;

/// <summary>What one bin adds to a statistic that is a sum over bins. An instance knows both samples' sizes.</summary>
internal interface IBinTerm
{
    /// <summary>The term of a bin that holds anything on either side.</summary>
    double Of(double reference, double current);
}
