; The Windows installer. Defined by the build: VERSION, STAGE (the folder with what is installed), OUT, and LISTS, where
; install.nsh and uninstall.nsh name each file, so that the uninstaller takes away what was written and nothing else.
; The stub is the 64-bit one: a 32-bit stub does nothing, with status 0, where there is no 32-bit Windows.
Target amd64-unicode
Unicode true
SetCompressor zlib
SetDateSave off

!include "MUI2.nsh"
!include "FileFunc.nsh"

!define CLSID "{B2B01E96-0C37-4837-BCCC-02142E7B6E8B}"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Valija"

Name "Valija"
OutFile "${OUT}"
InstallDir "$PROGRAMFILES64\Valija"
RequestExecutionLevel admin
BrandingText "Valija ${VERSION}"
VIProductVersion "${VERSION_NUMBERS}.0"
VIAddVersionKey "ProductName" "Valija"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Valija"
VIAddVersionKey "LegalCopyright" "Apache-2.0"

!insertmacro MUI_PAGE_LICENSE "${STAGE}\LICENSE"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Spanish"
!insertmacro MUI_LANGUAGE "English"

LangString AWAY 1034 "La versión anterior no se pudo quitar. Cierre los programas que la usan y repita la instalación."
LangString AWAY 1033 "The version before could not be removed. Close the programs that use it and install again."

; The component, for programs of one width: Windows keeps two views of CLSID.
!macro Register
  WriteRegStr HKCR "CLSID\${CLSID}" "" "Valija: correo con OAuth"
  WriteRegExpandStr HKCR "CLSID\${CLSID}\InprocServer32" "" "%SystemRoot%\System32\scrobj.dll"
  WriteRegStr HKCR "CLSID\${CLSID}\InprocServer32" "ThreadingModel" "Apartment"
  WriteRegStr HKCR "CLSID\${CLSID}\ProgID" "" "ClienteOauth.Correo"
  WriteRegStr HKCR "CLSID\${CLSID}\ScriptletURL" "" "$1"
!macroend

Function .onInit
  SetRegView 64
  SetShellVarContext all
  ; An installation is replaced where it is, unless /D says otherwise.
  ReadRegStr $0 HKLM "${UNINSTALL}" "InstallLocation"
  StrCmp $0 "" done
  StrCmp $INSTDIR "$PROGRAMFILES64\Valija" 0 done
  StrCpy $INSTDIR $0
done:
FunctionEnd

Section
  SetRegView 64
  SetShellVarContext all

  ReadRegStr $0 HKLM "${UNINSTALL}" "InstallLocation"
  StrCmp $0 "" fresh
  IfFileExists "$0\desinstalar.exe" 0 fresh
  ClearErrors
  ExecWait '"$0\desinstalar.exe" /S _?=$0' $1
  IfErrors stuck
  StrCmp $1 "0" removed
stuck:
  MessageBox MB_OK|MB_ICONSTOP "$(AWAY)" /SD IDOK
  SetErrorLevel 2
  Quit
removed:
  Delete "$0\desinstalar.exe"
  RMDir "$0"
fresh:

  !include "${LISTS}/install.nsh"
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\desinstalar.exe"

  ; As Windows itself writes a file's address, whatever is in the folder's name.
  System::Call 'shlwapi::UrlCreateFromPathW(w "$INSTDIR\ClienteOauth\ClienteOauth.wsc", w .r1, *i ${NSIS_MAX_STRLEN}, i 0) i .r2'
  WriteRegStr HKCR "ClienteOauth.Correo" "" "Valija: correo con OAuth"
  WriteRegStr HKCR "ClienteOauth.Correo\CLSID" "" "${CLSID}"
  !insertmacro Register
  SetRegView 32
  !insertmacro Register
  SetRegView 64
  WriteRegStr HKCR "valija" "" "URL:Valija"
  WriteRegStr HKCR "valija" "URL Protocol" ""
  WriteRegStr HKCR "valija\shell\open\command" "" '"$SYSDIR\wscript.exe" //Nologo "$INSTDIR\ClienteOauth\enlace.js" "%1"'

  WriteRegStr HKLM "${UNINSTALL}" "DisplayName" "Valija"
  WriteRegStr HKLM "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${UNINSTALL}" "Publisher" "Valija"
  WriteRegStr HKLM "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${UNINSTALL}" "UninstallString" '"$INSTDIR\desinstalar.exe"'
  WriteRegStr HKLM "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\desinstalar.exe" /S'
  WriteRegDWORD HKLM "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKLM "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKLM "${UNINSTALL}" "EstimatedSize" $0
SectionEnd

Section Uninstall
  SetRegView 64
  SetShellVarContext all

  DeleteRegKey HKCR "ClienteOauth.Correo"
  DeleteRegKey HKCR "CLSID\${CLSID}"
  SetRegView 32
  DeleteRegKey HKCR "CLSID\${CLSID}"
  SetRegView 64
  DeleteRegKey HKCR "valija"
  DeleteRegKey HKLM "${UNINSTALL}"

  SetOutPath "$TEMP"
  !include "${LISTS}/uninstall.nsh"
  Delete "$INSTDIR\desinstalar.exe"
  RMDir "$INSTDIR"
SectionEnd
