namespace ModelOps.Drift.Alerts;

/// <summary>What to do about a change. Rules of thumb: where such a change mostly comes from, and what mends it.</summary>
internal static class DriftAdvice
{
    public static string Of(DriftChange change, DriftPattern pattern) => pattern switch
    {
        DriftPattern.NearlyAll =>
            "Nearly all features changed at once, which data seldom do by themselves. Look for one cause upstream: columns in another order, a changed schema or unit, a failed join, another "
            + "population of callers. Do not retrain before that is ruled out.",
        DriftPattern.OutputsOnly =>
            "The outputs changed while no input did. Look for a change of the model itself or of its preprocessing (version, runtime, default values); if there is none, what inputs mean together "
            + "may have changed. Compare with labels as soon as they come.",
        _ => Of(change),
    };

    private static string Of(DriftChange change) => change switch
    {
        DriftChange.MissingValues => "Look at the pipeline that fills this feature: a source that fails or is late, a renamed column, a join that finds less; where fewer are missing, a default that is filled in. Mend that; retraining would teach the model the gap.",
        DriftChange.NewCategories => "Look which categories are new and what the encoder makes of them: most models treat them all as one unknown. Add them to the encoder and retrain, or map them upstream.",
        DriftChange.Unit => "Look for a change of unit or scaling upstream (cents for euros, metres for feet, a normalisation left out or done twice). Mend it there; do not retrain.",
        DriftChange.FarOut => "Look for placeholders such as -999 or 1e30 that stand for missing values, an overflow, or another unit upstream. Mend it there, or have input rules refuse such values; do not retrain.",
        DriftChange.Constant => "Look for a source that stands still or a default value in its place: a sensor that hangs, a lookup that fails, a feature that is switched off. Mend that; do not retrain.",
        DriftChange.Location => "See whether the level really moved (season, prices, other users). If so, check the error on newest labels and retrain on newer data; if not, look for an offset upstream.",
        DriftChange.Scale => "See whether values really vary more or less (other users, another sampling, clipping or caching upstream). If so, check the error on newest labels and retrain on newer data.",
        DriftChange.CategoryMix => "See which segments grew or shrank and how well the model does on those that grew. Retrain with newer data, or weigh segments anew, where it does worse.",
        _ => "Compare the distributions in the report: a second peak speaks for a new group of users or sources, a cut edge for clipping or a filter. Check the error on newest labels before you retrain.",
    };
}
