namespace ModelOps.Registry.Oci.ModelPack;

/// <summary>What a file was on disk, with what differs between machines left constant so that the same version gives the same manifest.</summary>
internal sealed record FileMetadata(string Name, int Mode, int Uid, int Gid, long Size, DateTimeOffset Mtime, int Typeflag)
{
    private const int ReadableByAll = 0b110_100_100;

    public static FileMetadata Of(ArtifactDescriptor file, DateTimeOffset time) =>
        new(file.Path[(file.Path.LastIndexOf('/') + 1)..], ReadableByAll, 0, 0, file.Size, time, '0');
}
