using System.Security.Cryptography;
using System.Text.Json;

namespace ModelOps.Drift.Profiles;

/// <summary>A drift profile as a file of a model version: versioned JSON with a checksum.</summary>
public static class DriftProfileFile
{
    /// <summary>Path of the reference profile inside a model version.</summary>
    public const string Name = "drift-profile.json";

    /// <summary>Largest file that is read.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Most features of a profile.</summary>
    public const int MaxFeatures = 10_000;

    /// <summary>Writes a profile. Equal profiles give equal bytes.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>UTF-8 JSON.</returns>
    public static byte[] Write(DatasetProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        FeatureDocument[] features = [.. profile.Features.Select(ProfileMapping.ToDocument)];
        var document = new ProfileDocument
        {
            Format = ProfileDocument.ExpectedFormat,
            Version = ProfileDocument.CurrentVersion,
            Checksum = Checksum(features),
            Features = features,
        };
        return JsonSerializer.SerializeToUtf8Bytes(document, ProfileJsonContext.Default.ProfileDocument);
    }

    /// <summary>Reads a profile; safe on bytes from anyone.</summary>
    /// <param name="utf8Json">What <see cref="Write"/> wrote, with or without other white space.</param>
    /// <returns>The profile.</returns>
    /// <exception cref="DriftProfileFormatException">The bytes are no such profile, are damaged, or exceed the limits.</exception>
    public static DatasetProfile Read(ReadOnlySpan<byte> utf8Json)
    {
        ProfileDocument document = BoundedJson.Read(
            utf8Json, MaxBytes, ProfileJsonContext.Default.ProfileDocument, "a profile", static (problem, cause) => new DriftProfileFormatException(problem, cause));
        if (document.Format != ProfileDocument.ExpectedFormat || document.Version is < 1 or > ProfileDocument.CurrentVersion)
        {
            throw new DriftProfileFormatException(
                $"it should be '{ProfileDocument.ExpectedFormat}' version 1 to {ProfileDocument.CurrentVersion} but says another format or version ({document.Version})");
        }

        if (document.Features.Length > MaxFeatures)
        {
            throw new DriftProfileFormatException($"it has {document.Features.Length} features, more than the {MaxFeatures} allowed");
        }

        DatasetProfile profile = ProfileMapping.FromDocuments(document.Features, document.Version);
        return document.Checksum == Checksum(document.Features)
            ? profile
            : throw new DriftProfileFormatException("its checksum does not match its content");
    }

    /// <summary>Writes a profile in the compact binary form: a fraction of the JSON's size, for what travels or is stored often. Equal profiles give equal
    /// bytes.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>The binary form, with a version and a checksum.</returns>
    public static byte[] WriteBinary(DatasetProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return ProfileBinary.Write(profile);
    }

    /// <summary>Reads a profile in binary form; safe on bytes from anyone.</summary>
    /// <param name="bytes">What <see cref="WriteBinary"/> wrote.</param>
    /// <returns>The profile.</returns>
    /// <exception cref="DriftProfileFormatException">The bytes are no such profile, are damaged, or exceed the limits.</exception>
    public static DatasetProfile ReadBinary(ReadOnlySpan<byte> bytes) => ProfileBinary.Read(bytes);

    /// <summary>The profile as a file to register with a model version.</summary>
    /// <param name="profile">Profile of the training data.</param>
    /// <returns>The file, named <see cref="Name"/>.</returns>
    public static ModelFile ToModelFile(this DatasetProfile profile) => ModelFile.FromBytes(Name, Write(profile));

    /// <summary>Reads the reference profile of a model version.</summary>
    /// <param name="package">Files of the version.</param>
    /// <returns>The profile; null if the version has none.</returns>
    /// <exception cref="DriftProfileFormatException">The file is no such profile, is damaged, or exceeds the limits.</exception>
    public static DatasetProfile? ReadDriftProfile(this ModelPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (!package.Files.Contains(Name, StringComparer.Ordinal))
        {
            return null;
        }

        var file = new FileInfo(Path.Combine(package.Directory, Name));
        return file switch
        {
            { Exists: false } => throw new DriftProfileFormatException("the version lists its file, but it is not there"),
            { Length: > MaxBytes } => throw new DriftProfileFormatException($"it has {file.Length} bytes, more than the {MaxBytes} allowed"),
            _ => Read(File.ReadAllBytes(file.FullName)),
        };
    }

    private static string Checksum(FeatureDocument[] features) => "sha256:" + Convert.ToHexStringLower(
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(features, ProfileJsonContext.Default.FeatureDocumentArray)));
}
