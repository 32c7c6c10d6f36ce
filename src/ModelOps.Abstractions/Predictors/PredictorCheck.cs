namespace ModelOps;

/// <summary>When a predictor's types are compared with its model's signature.</summary>
public enum PredictorCheck
{
    /// <summary>Once the host has started, as soon as the model answers; types that do not fit stop the host.</summary>
    InBackground,

    /// <summary>While the host starts: its start ends when the model answers (or after <see cref="PredictorOptions.ReadyTimeout"/>), and fails when
    /// the types do not fit. For hosts whose models are configured, not added after the start.</summary>
    AtStart,

    /// <summary>With the first call, which fails when the types do not fit, as do those after it.</summary>
    OnFirstCall,
}
