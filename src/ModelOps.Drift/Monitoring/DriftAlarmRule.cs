namespace ModelOps.Drift.Monitoring;

/// <summary>When a feature counts as drifted.</summary>
public enum DriftAlarmRule
{
    /// <summary>Evidence gathered over all buckets crosses a threshold that keeps <see cref="DriftMonitoringOptions.AlarmsPerWeek"/> however often one looks, and the
    /// window shows a change that is significant and large enough by <see cref="DriftOptions"/>. It lasts while the window shows the change.</summary>
    Sequential,

    /// <summary>Each window by itself, by <see cref="DriftOptions"/>. With windows that are evaluated often, false alarms are many times the level of significance.</summary>
    EachWindow,
}
