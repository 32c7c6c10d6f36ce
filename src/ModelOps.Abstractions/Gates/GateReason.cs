namespace ModelOps;

/// <summary>Why a gate refuses, or does not apply.</summary>
/// <param name="Code">For programs: one of <see cref="GateReasonCodes"/>, or a gate's own.</param>
/// <param name="Message">For people: what was found, what was expected, what mends it.</param>
public sealed record GateReason(string Code, string Message);
