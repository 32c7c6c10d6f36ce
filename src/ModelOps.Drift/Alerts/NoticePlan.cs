namespace ModelOps.Drift.Alerts;

/// <summary>What a sink is to be told of a group, and when. Pure, so that a restart plans what would have been planned without it.</summary>
internal sealed record NoticePlan(DateTimeOffset Due, DriftNotification Notification, Notice Afterwards)
{
    /// <param name="sink">The sink.</param>
    /// <param name="timing">When it is told.</param>
    /// <param name="group">Key of the group.</param>
    /// <param name="alerts">All alerts of the group.</param>
    /// <param name="notice">What the sink was told last; null if nothing.</param>
    /// <param name="isMuted">Whether an alert is silenced.</param>
    /// <param name="grouping">What the group is of.</param>
    /// <returns>Null when there is nothing to tell, now or later, as things are.</returns>
    public static NoticePlan? Make(
        IDriftAlertSink sink, SinkTiming timing, string group, IReadOnlyList<TrackedAlert> alerts, Notice? notice, Func<DriftAlert, bool> isMuted, DriftAlertGrouping grouping)
    {
        HashSet<string> known = [.. notice?.Firing ?? []];
        TrackedAlert[] firing = [.. alerts.Where(tracked => tracked.Alert.State == DriftAlertState.Firing && !isMuted(tracked.Alert)
            && (known.Contains(tracked.Alert.Fingerprint) || sink.Wants(tracked.Alert)))];
        TrackedAlert[] over = [.. alerts.Where(tracked => tracked.Alert.State != DriftAlertState.Firing && known.Contains(tracked.Alert.Fingerprint))];
        if (firing.Length == 0 && over.Length == 0) { return null; }

        bool isNews(TrackedAlert tracked) => !known.Contains(tracked.Alert.Fingerprint) || tracked.ChangedAt > notice!.At;
        DateTimeOffset due = known.Count == 0
            ? firing.Min(static tracked => tracked.ChangedAt) + timing.Wait
            : notice!.At + (over.Length > 0 || firing.Any(isNews) ? timing.Interval : timing.Repeat);
        return Write(group, firing, over, known, notice, due, sink.Name, grouping);
    }

    private static NoticePlan Write(
        string group, TrackedAlert[] firing, TrackedAlert[] over, HashSet<string> known, Notice? notice, DateTimeOffset due, string sink, DriftAlertGrouping grouping)
    {
        DriftAlert[] begun = Ranked(firing);
        DriftAlert[] ended = Ranked(over);
        long sequence = (notice?.Sequence ?? 0) + 1;
        DriftAlert any = begun.Length > 0 ? begun[0] : ended[0];
        var notification = new DriftNotification
        {
            Id = AlertKeys.Of([group, $"{sequence}", "firing", .. begun.SelectMany(Episode), "resolved", .. ended.SelectMany(Episode)]),
            GroupKey = group,
            Model = any.Model,
            Version = grouping == DriftAlertGrouping.Model ? null : any.Version,
            Feature = grouping == DriftAlertGrouping.Feature ? any.Feature : null,
            At = due,
            Firing = begun,
            Resolved = ended,
        };
        known.ExceptWith(ended.Select(static alert => alert.Fingerprint));
        known.UnionWith(begun.Select(static alert => alert.Fingerprint));
        return new NoticePlan(due, notification, new Notice { Sink = sink, Group = group, At = due, Sequence = sequence, Firing = [.. known.Order(StringComparer.Ordinal)] });
    }

    private static string[] Episode(DriftAlert alert) => [alert.Fingerprint, $"{alert.Since.UtcTicks}"];

    private static DriftAlert[] Ranked(TrackedAlert[] alerts) =>
        [.. alerts.Select(static tracked => tracked.Alert).OrderByDescending(static alert => alert.Magnitude).ThenBy(static alert => alert.Feature, StringComparer.Ordinal)];
}
