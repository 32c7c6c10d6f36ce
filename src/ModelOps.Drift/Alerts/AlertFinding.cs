namespace ModelOps.Drift.Alerts;

/// <summary>What was found of one feature, metric or stream.</summary>
/// <param name="Subject">Its name, which stands in <see cref="DriftAlert.Feature"/> and which silences name; its own among those of the observation's kind.</param>
/// <param name="Verdict">Whether it is bad; <see cref="DriftVerdict.NotEnoughData"/> leaves its alert as it is.</param>
/// <param name="Since">Since when it is bad, where that is known from elsewhere; null to count from the first observation that is bad.</param>
/// <param name="Describe">Says how bad; asked only when it is.</param>
internal sealed record AlertFinding(string Subject, DriftVerdict Verdict, DateTimeOffset? Since, Func<AlertContent> Describe);
