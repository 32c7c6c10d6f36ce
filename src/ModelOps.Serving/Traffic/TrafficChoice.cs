namespace ModelOps.Serving;

/// <summary>Where a call goes, why, and who is told how it went.</summary>
/// <param name="Target">Who answers.</param>
/// <param name="Fallback">Who answers when the target cannot.</param>
/// <param name="Name">The alias or version chosen, for metrics.</param>
/// <param name="Reason">What chose it: a rule's name, or the constants of <see cref="TrafficMetrics"/>.</param>
/// <param name="Recorder">Is told how the call went; null when nobody is.</param>
/// <param name="Arm">Which of the recorder's arms it belongs to.</param>
/// <param name="Unit">Hash of the unit that the recorder's outcomes are joined by; 0 for none.</param>
internal readonly record struct TrafficChoice(
    ModelReference Target, ModelReference Fallback, string Name, string Reason, CallRecorder? Recorder = null, int Arm = 0, ulong Unit = 0)
{
    public bool CanFallBack => !ReferenceEquals(Target, Fallback);
}
