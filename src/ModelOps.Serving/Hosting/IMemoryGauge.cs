namespace ModelOps.Serving;

/// <summary>Tells how much memory the process has.</summary>
internal interface IMemoryGauge
{
    /// <summary>Bytes that no file backs; null where the system does not tell.</summary>
    long? ReadPrivateBytes();
}
